/** The command line of `evaluate`. */
import { readCommandLine } from '../settings/command-line.ts';
import { ConfigError } from '../settings/config-error.ts';
import { defaultRuleSettings, type RuleSettings } from '../domain/rule-parameters.ts';
import { ruleIn } from '../settings/rule-file.ts';
import { oneOf, whole, type Read } from '../settings/setting-readers.ts';
import { worldNames, type WorldName } from './evaluated-world.ts';
import { evaluationSeeds, tuningSeeds } from './seeds.ts';

export interface EvaluateOptions {
  readonly worlds: readonly WorldName[];
  /** Of each seed. */
  readonly subscribers: number;
  readonly days: number;
  readonly quietDays: number;
  readonly seeds: readonly number[];
  readonly attacksPerDay: number;
  readonly lookAlikesPerDay: number;
  /** As in `WorldOptions`. */
  readonly noiseFactor: number;
  readonly alertsPerMillion: number;
  /** Tidewatch's numbers. */
  readonly rule: RuleSettings;
  /** File for the report as JSON; null for none. */
  readonly json: string | null;
}

interface OptionHelp {
  readonly unit: string;
  readonly fallback: string;
  readonly meaning: string;
}

const options: Readonly<Record<string, OptionHelp>> = {
  world: { unit: 'name', fallback: 'both', meaning: `${worldNames.join(', ')} or both` },
  subscribers: { unit: 'number', fallback: '20000', meaning: 'subscribers of each simulated ISP' },
  days: { unit: 'number', fallback: '14', meaning: 'days measured, after the learning days' },
  'quiet-days': { unit: 'number', fallback: '7', meaning: 'days of learning before the first attack, not measured' },
  seeds: {
    unit: 'name or list',
    fallback: 'evaluation',
    meaning:
      'evaluation or tuning: the first of those seeds; evaluation:3: the first three; or whole numbers with commas; one ISP each, counted together',
  },
  'attacks-per-day': { unit: 'number', fallback: '8', meaning: 'attacks a day per 1,000 subscribers' },
  'look-alikes-per-day': { unit: 'number', fallback: '3', meaning: 'harmless incidents a day per 1,000 subscribers' },
  noise: { unit: 'number', fallback: '1', meaning: 'how noisy subscribers of the real world are, 2 for twice as much' },
  'alert-budget': {
    unit: 'number',
    fallback: '100',
    meaning: 'alerts a day per million subscribers, for rules without a budget of their own',
  },
  rule: { unit: 'file', fallback: '', meaning: 'rule file for Tidewatch, instead of its built-in numbers' },
  json: { unit: 'file', fallback: '', meaning: 'also write the report to this file, as JSON' },
};

export const evaluateUsage = `npm run evaluate -- [options]

Runs Tidewatch, the rule of the system before, a plain z-score and chance over simulated ISPs with known attacks, and prints
how well each detects them, as Markdown. Defaults are in brackets.

${Object.entries(options)
  .map(
    ([name, { unit, fallback, meaning }]) =>
      `  ${`--${name} <${unit}>`.padEnd(32)}${meaning}${fallback === '' ? '' : ` (${fallback})`}`,
  )
  .join('\n')}
`;

/** Gives null when help is asked for; throws `ConfigError` with every fault. */
export async function readEvaluateOptions(args: readonly string[]): Promise<EvaluateOptions | null> {
  const units = new Map(Object.entries(options).map(([name, { unit }]) => [name, `a ${unit}`]));
  const { values, flags, positionals, faults: given } = readCommandLine(args, units, ['help']);
  if (flags.has('help')) return null;
  const faults = [...given];
  for (const one of positionals) faults.push(`"${one}" is not an option of evaluate; --help lists those there are.`);
  /** The fallback also stands in for what is at fault: the faults end the command anyway. */
  function valueOf<Value>(name: string, read: Read<Value>): Value {
    const { fallback } = options[name]!;
    const text = values.get(name) ?? fallback;
    try {
      return read(text);
    } catch (error) {
      faults.push(`--${name} is "${text}", expected ${(error as Error).message}.`);
      return read(fallback);
    }
  }
  const rule = values.get('rule');
  const world = valueOf('world', oneOf([...worldNames, 'both']));
  const read = {
    worlds: world === 'both' ? worldNames : [world],
    subscribers: valueOf('subscribers', whole(1, 1_000_000)),
    days: valueOf('days', whole(1, 365)),
    quietDays: valueOf('quiet-days', whole(0, 365)),
    seeds: valueOf('seeds', seedList),
    attacksPerDay: valueOf('attacks-per-day', upTo(100)),
    lookAlikesPerDay: valueOf('look-alikes-per-day', upTo(100)),
    noiseFactor: valueOf('noise', upTo(10)),
    alertsPerMillion: valueOf('alert-budget', whole(1, 1_000_000)),
    rule: rule === undefined ? defaultRuleSettings : await ruleIn(rule, faults),
    json: values.get('json') ?? null,
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return read;
}

const upTo =
  (most: number): Read<number> =>
  (given) => {
    const value = /^\d{1,3}(\.\d{1,6})?$/.test(given) ? Number(given) : NaN;
    if (!(value <= most)) throw new Error(`a number from 0 to ${most}`);
    return value;
  };

const namedSeeds = new Map([
  ['evaluation', evaluationSeeds],
  ['tuning', tuningSeeds],
]);

/** A world of full size takes minutes: a name alone means the first of its seeds. */
const seedList: Read<readonly number[]> = (given) => {
  const [name = '', count = '1', ...more] = given.split(':');
  const named = namedSeeds.get(name);
  if (named !== undefined) {
    if (more.length > 0 || !/^\d$/.test(count) || !(Number(count) >= 1 && Number(count) <= named.length))
      throw new Error(`${name}, or ${name}:1 to ${name}:${named.length} for so many of its seeds`);
    return named.slice(0, Number(count));
  }
  const seeds = given.split(',').map((one) => (/^\d{1,10}$/.test(one) ? Number(one) : NaN));
  if (!seeds.every((seed) => seed < 2 ** 32) || new Set(seeds).size < seeds.length)
    throw new Error('evaluation, tuning, or different whole numbers below 4294967296 with commas between them');
  return seeds;
};
