/** The settings of `start`: one table with option, variable, unit, default and check. All faults are told at once. */
import { parseArgs } from 'node:util';
import { counterMeanings } from './domain/device.ts';
import { defaultSlotSeconds } from './domain/slot.ts';

/** What is wrong with the command line or the environment, one sentence a fault. Ends the process with exit code 78 (EX_CONFIG). */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Reads a value or throws a phrase that says what was expected. */
type Read<Value> = (text: string) => Value;

export interface Option<Value, Default extends string | null> {
  /** Name of the environment variable; the command line wins over it. */
  readonly variable: string;
  /** Unit or form, for `--help`. */
  readonly unit: string;
  readonly help: string;
  /** As text, so that `--help` shows what would be typed; null when the setting is off unless given. */
  readonly default: Default;
  readonly read: Read<Value>;
}

const option = <Value, Default extends string | null>(
  variable: string,
  unit: string,
  defaultText: Default,
  help: string,
  read: Read<Value>,
): Option<Value, Default> => ({ variable, unit, default: defaultText, help, read });

const text: Read<string> = (given) => {
  if (given.trim() === '') throw new Error('some text');
  return given;
};

const whole =
  (least: number, most: number): Read<number> =>
  (given) => {
    const value = /^\d{1,15}$/.test(given) ? Number(given) : NaN;
    if (!(value >= least && value <= most)) throw new Error(`a whole number from ${least} to ${most}`);
    return value;
  };

const oneOf =
  <const Value extends string>(values: readonly Value[]): Read<Value> =>
  (given) => {
    const value = values.find((candidate) => candidate === given);
    if (value === undefined) throw new Error(`one of ${values.join(', ')}`);
    return value;
  };

const url =
  (...protocols: string[]): Read<string> =>
  (given) => {
    if (!URL.canParse(given) || !protocols.includes(new URL(given).protocol))
      throw new Error(`a URL beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return given;
  };

const origins: Read<readonly string[]> = (given) =>
  given.split(',').map((one) => {
    if (!URL.canParse(one) || new URL(one).origin !== one)
      throw new Error('origins like https://noc.example.net, separated by commas');
    return one;
  });

/** A slot must fit into the hour, so that hourly roll-ups hold whole slots. */
const slotLength: Read<number> = (given) => {
  const value = whole(60, 3600)(given);
  if (3600 % value !== 0) throw new Error('a divisor of 3600');
  return value;
};

export const options = {
  port: option('TIDEWATCH_PORT', 'port', '4000', 'where to listen; 0 takes any free port', whole(0, 65_535)),
  host: option('TIDEWATCH_HOST', 'address', '127.0.0.1', 'address to listen on', text),
  data: option('TIDEWATCH_DATA', 'folder', './data', 'where history and identity are kept', text),
  snapshots: option(
    'TIDEWATCH_SNAPSHOTS',
    'folder',
    null,
    'snapshot files to read and to watch; without it a simulated ISP runs',
    text,
  ),
  devices: option(
    'TIDEWATCH_DEVICES',
    'file',
    null,
    'device table (psxattrs.csv): how each device is to be read',
    text,
  ),
  counters: option(
    'TIDEWATCH_COUNTERS',
    counterMeanings.join('|'),
    'session-mean',
    'what counters mean where the device table has no Counters column',
    oneOf(counterMeanings),
  ),
  'slot-length': option(
    'TIDEWATCH_SLOT_LENGTH',
    'seconds',
    String(defaultSlotSeconds),
    'time between two snapshots of a device; a divisor of 3600',
    slotLength,
  ),
  lateness: option(
    'TIDEWATCH_LATENESS',
    'seconds',
    '1200',
    'how long a slot waits for a missing device, and late traffic is folded in',
    whole(0, 86_400),
  ),
  'poll-interval': option(
    'TIDEWATCH_POLL_INTERVAL',
    'milliseconds',
    '1000',
    'how often the snapshot folder is looked at',
    whole(10, 3_600_000),
  ),
  'settled-after': option(
    'TIDEWATCH_SETTLED_AFTER',
    'milliseconds',
    '2000',
    'a file left alone for this long is complete',
    whole(0, 3_600_000),
  ),
  'max-file-size': option(
    'TIDEWATCH_MAX_FILE_SIZE',
    'bytes',
    '1073741824',
    'larger snapshot files are not read, packed or unpacked',
    whole(1, 2 ** 32),
  ),
  'raw-retention': option(
    'TIDEWATCH_RAW_RETENTION',
    'days',
    '30',
    'how long samples and dead letters are kept',
    whole(1, 3650),
  ),
  'hourly-retention': option(
    'TIDEWATCH_HOURLY_RETENTION',
    'days',
    '400',
    'how long hourly roll-ups are kept',
    whole(1, 3650),
  ),
  'simulated-subscribers': option(
    'TIDEWATCH_SIMULATED_SUBSCRIBERS',
    'subscribers',
    '1000',
    'size of the simulated ISP',
    whole(1, 100_000),
  ),
  'simulated-days': option(
    'TIDEWATCH_SIMULATED_DAYS',
    'days',
    '10',
    'history that the simulated ISP fills in at first start',
    whole(0, 30),
  ),
  'simulated-slot-interval': option(
    'TIDEWATCH_SIMULATED_SLOT_INTERVAL',
    'milliseconds',
    '2000',
    'real time that a simulated slot takes',
    whole(10, 3_600_000),
  ),
  'simulated-seed': option(
    'TIDEWATCH_SIMULATED_SEED',
    'number',
    '1',
    'another seed is another ISP',
    whole(0, 0xffff_ffff),
  ),
  'allow-origin': option(
    'TIDEWATCH_ALLOW_ORIGIN',
    'origins',
    null,
    'other web origins that may call the API, separated by commas',
    origins,
  ),
  'clickhouse-url': option(
    'CLICKHOUSE_URL',
    'URL',
    null,
    'ClickHouse server for history; without it the embedded engine is used',
    url('http:', 'https:'),
  ),
  'redis-url': option(
    'REDIS_URL',
    'URL',
    null,
    'Redis server for the feed; without it the feed stays in the process',
    url('redis:', 'rediss:'),
  ),
  'log-level': option(
    'TIDEWATCH_LOG_LEVEL',
    'level',
    'info',
    'fatal, error, warn, info, debug or silent',
    oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
  ),
} as const;

type Options = typeof options;
export type OptionName = keyof Options;

/** Every setting by the name of its option; null where it is off. */
export type Config = {
  readonly [Name in OptionName]:
    ReturnType<Options[Name]['read']> | (Options[Name]['default'] extends null ? null : never);
};

export type Command =
  { readonly help: true } | { readonly help: false; readonly check: boolean; readonly config: Config };

/** Throws `ConfigError` with every fault of the command line and the environment. */
export function readConfig(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const { values, faults } = readArguments(args);
  if (values['help'] === true) return { help: true };
  const entries = Object.entries(options).map(([name, definition]) => {
    const [source, given] =
      values[name] !== undefined
        ? [`--${name}`, String(values[name])]
        : [definition.variable, environment[definition.variable] ?? definition.default];
    return [name, given === null ? null : readValue<unknown>(source, given, definition, faults)];
  });
  const config = Object.fromEntries(entries) as Config;
  if (config.snapshots !== null && config.devices === null)
    faults.push('--snapshots is given without --devices, expected the device table (psxattrs.csv) beside it.');
  if (config.snapshots === null && config.devices !== null)
    faults.push('--devices is given without --snapshots, expected the folder of the snapshot files beside it.');
  if (faults.length > 0) throw new ConfigError(faults);
  return { help: false, check: values['check'] === true, config };
}

function readArguments(args: readonly string[]): {
  values: Record<string, string | boolean | undefined>;
  faults: string[];
} {
  const known = Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' as const }]));
  const { values, tokens } = parseArgs({
    args: [...args],
    options: { ...known, help: { type: 'boolean' }, check: { type: 'boolean' } },
    strict: false,
    tokens: true,
  });
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional')
      faults.push(`"${token.value}" is given, expected only options; --help lists them.`);
    if (token.kind !== 'option') continue;
    if (token.name === 'help' || token.name === 'check') continue;
    if (!(token.name in known)) faults.push(`There is no option ${token.rawName}; --help lists those there are.`);
    else if (token.value === undefined || token.value.startsWith('--'))
      faults.push(`${token.rawName} is given without a value, expected ${options[token.name as OptionName].unit}.`);
  }
  return { values, faults };
}

function readValue<Value>(
  source: string,
  given: string,
  definition: Option<Value, string | null>,
  faults: string[],
): Value | null {
  try {
    return definition.read(given);
  } catch (error) {
    // What is given without a value has been told already.
    if (given !== 'true') faults.push(`${source} is "${given}", expected ${(error as Error).message}.`);
    return null;
  }
}
