/** Reads the settings of `start` from command line and environment. All faults are told at once. */
import { readCommandLine } from './settings/command-line.ts';
import { ConfigError } from './settings/config-error.ts';
import { seedSlotSeconds } from './seed-words.ts';
import { options, type OptionName } from './settings/config-options.ts';
import type { Option } from './settings/setting-option.ts';

type Options = typeof options;

/** Every setting by the name of its option; null where it is off. */
export type Config = {
  readonly [Name in OptionName]:
    ReturnType<Options[Name]['read']> | (Options[Name]['default'] extends null ? null : never);
};

export type Command =
  { readonly help: true } | { readonly help: false; readonly check: boolean; readonly config: Config };

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `ConfigError` with every fault of the command line and the environment. */
export function readConfig(args: readonly string[], environment: Environment): Command {
  const units = new Map(Object.entries(options).map(([name, { unit }]) => [name, unit]));
  const { values, flags, positionals, withoutValue, faults: given } = readCommandLine(args, units, ['help', 'check']);
  if (flags.has('help')) return { help: true };
  const faults = [
    ...given,
    ...positionals.map((one) => `"${one}" is given, expected only options; --help lists them.`),
  ];
  const entries = Object.entries(options).map(([name, option]) => {
    // What is given without a value has been told already.
    const value = withoutValue.has(name) ? null : readOption(name, option, values.get(name), environment, faults);
    return [name, value];
  });
  const config = Object.fromEntries(entries) as Config;
  faults.push(...faultsOfFeeds(config, withoutValue), ...faultsOfPairs(config, withoutValue), ...faultsOfKeys(config));
  faults.push(...faultsOfRole(config, withoutValue));
  if (faults.length > 0) throw new ConfigError(faults);
  return { help: false, check: flags.has('check'), config };
}

function readOption(
  name: string,
  { variable, default: defaultText, read }: Option<unknown, string | null>,
  typed: string | undefined,
  environment: Environment,
  faults: string[],
): unknown {
  const [source, given] = typed === undefined ? [variable, environment[variable] ?? defaultText] : [`--${name}`, typed];
  if (given === null) return null;
  try {
    return read(given);
  } catch (error) {
    faults.push(`${source} is "${withoutCredentials(given)}", expected ${(error as Error).message}.`);
    return null;
  }
}

/** Where traffic of a real ISP comes from; each needs the device table. */
export const feeds = ['snapshots', 'push-keys', 'radius', 'redis-keys'] as const satisfies readonly OptionName[];

/** Each is nothing without the other. */
const pairs = [
  ['radius', 'radius-clients'],
  ['radius-clients', 'radius'],
  ['oidc-issuer', 'oidc-client'],
  ['oidc-client', 'oidc-secret'],
  ['oidc-secret', 'public-url'],
  ['public-url', 'oidc-issuer'],
] as const satisfies readonly (readonly [OptionName, OptionName])[];

function faultsOfPairs(config: Config, withoutValue: ReadonlySet<string>): string[] {
  return pairs
    .filter(([name, other]) => config[name] !== null && config[other] === null && !withoutValue.has(other))
    .map(([name, other]) => `--${name} is given without --${other}, expected both or neither.`);
}

/** What several processes need in common: where they meet, and the same table of devices. */
const neededByRoles = [
  ['redis-url', 'REDIS_URL, the Redis in which the processes meet'],
  ['clickhouse-url', 'CLICKHOUSE_URL, the history that they share'],
  ['devices', '--devices, the table (psxattrs.csv) that all of them know'],
] as const satisfies readonly (readonly [OptionName, string])[];

function faultsOfRole(config: Config, withoutValue: ReadonlySet<string>): string[] {
  const { role } = config;
  if (role === null || role === 'all') return [];
  const missing = neededByRoles
    .filter(([name]) => config[name] === null && !withoutValue.has(name))
    .map(([, what]) => `--role ${role} is one process of several, expected ${what}.`);
  if (role === 'collect') return missing;
  const misplaced = feeds
    .filter((name) => config[name] !== null)
    .map((name) => `--${name} is given with --role ${role}, expected it with --role collect, which reads the sources.`);
  return [...missing, ...misplaced];
}

/** The form of these keys knows slots of ten minutes alone; and a mirror must not be read as a source. */
function faultsOfKeys(config: Config): string[] {
  const { 'redis-keys': read, 'redis-mirror': written, 'slot-length': slotSeconds } = config;
  const faults = (['redis-keys', 'redis-mirror'] as const)
    .filter((name) => config[name] !== null && slotSeconds !== null && slotSeconds !== seedSlotSeconds)
    .map((name) => `--${name} is given with slots of ${slotSeconds} s, expected --slot-length ${seedSlotSeconds}.`);
  if (read !== null && read === written)
    faults.push('--redis-keys and --redis-mirror are the same, expected two: what was written would be read again.');
  return faults;
}

function faultsOfFeeds(config: Config, withoutValue: ReadonlySet<string>): string[] {
  if (config.role === 'detect' || config.role === 'serve') return [];
  if ([...feeds, 'devices'].some((name) => withoutValue.has(name))) return [];
  const given = feeds.filter((name) => config[name] !== null);
  if (config.devices === null)
    return given.map(
      (name) => `--${name} is given without --devices, expected the device table (psxattrs.csv) beside it.`,
    );
  if (given.length > 0) return [];
  const expected = feeds.map((name) => `--${name}`).join(' or ');
  return [`--devices is given without anything to read from, expected ${expected} beside it.`];
}

/** Whoever mends a setting sees its fault on a screen or in a log: an address may have a user and a password, whether it can be read or not. */
const withoutCredentials = (given: string): string => given.replace(/\/\/.*@/s, '//***@');
