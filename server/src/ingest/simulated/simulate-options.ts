/** The options of the `simulate` command: one table, checked as a whole, every fault told. */
import { parseArgs } from 'node:util';
import { defaultSlotSeconds } from '../../domain/slot.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { noNetworkEvents, usualNetworkEvents } from './network-events.ts';
import type { NetworkEventOptions } from './network-events.ts';
import { worldKinds } from './world.ts';
import type { WorldKind } from './world.ts';

export interface SimulateOptions {
  readonly directory: string;
  readonly kind: WorldKind;
  readonly subscribers: number;
  readonly days: number;
  readonly seed: number;
  readonly startedAt: EpochSeconds;
  readonly slotSeconds: number;
  readonly attacksPerDay: number;
  readonly lookAlikesPerDay: number;
  readonly quietDays: number;
  readonly networkEvents: NetworkEventOptions;
  readonly gzip: boolean;
  readonly windowsNames: boolean;
  readonly force: boolean;
}

interface NumberOption {
  readonly fallback: number;
  readonly lowest: number;
  readonly highest: number;
  readonly whole: boolean;
  readonly meaning: string;
}

const numbers: Readonly<Record<string, NumberOption>> = {
  subscribers: { fallback: 1000, lowest: 1, highest: 10_000_000, whole: true, meaning: 'subscribers of the ISP' },
  days: { fallback: 10, lowest: 1, highest: 3650, whole: true, meaning: 'days to write' },
  seed: { fallback: 1, lowest: 0, highest: 4_294_967_295, whole: true, meaning: 'same seed, same world' },
  'slot-length': {
    fallback: defaultSlotSeconds,
    lowest: 60,
    highest: 3600,
    whole: true,
    meaning: 'seconds between two snapshots, a divisor of 3600',
  },
  'attacks-per-day': {
    fallback: 3,
    lowest: 0,
    highest: 100,
    whole: false,
    meaning: 'attacks a day per 1,000 subscribers',
  },
  'look-alikes-per-day': {
    fallback: 3,
    lowest: 0,
    highest: 100,
    whole: false,
    meaning: 'harmless incidents a day per 1,000 subscribers',
  },
  'quiet-days': { fallback: 5, lowest: 0, highest: 3650, whole: true, meaning: 'days before the first attack' },
};

const flags: Readonly<Record<string, string>> = {
  gzip: 'compress every snapshot file',
  'windows-names': 'underscores instead of colons in file names',
  'no-network-events': 'no outages, no update days, no snapshots that are missing',
  force: 'write although DIR is not empty; files of the same name are replaced, others stay',
  help: 'show this and exit',
};

const firstDay = Date.UTC(2000, 0, 1) / 1000;
const lastDay = Date.UTC(2090, 0, 1) / 1000;
const defaultStart = '2024-01-01';
const defaultWorld: WorldKind = 'real';

export function simulateHelp(): string {
  const rows = [
    ...Object.entries(numbers).map(([name, { meaning, fallback }]) => [`--${name} N`, `${meaning} (${fallback})`]),
    [
      '--world KIND',
      `real: rhythms, heavy tails, change; flat: as one measured week, without a rhythm (${defaultWorld})`,
    ],
    ['--start DATE', `first day, YYYY-MM-DD (${defaultStart})`],
    ...Object.entries(flags).map(([name, meaning]) => [`--${name}`, meaning]),
  ];
  return [
    'Usage: npm run simulate -- DIR [options]',
    '',
    'Writes the snapshot files of a simulated ISP to DIR, with psxattrs.csv (how to read them),',
    'subscribers.csv (plan and type of each) and truth.json (every attack and every harmless look-alike in them).',
    'Defaults are in brackets.',
    '',
    ...rows.map(([option, meaning]) => `  ${option!.padEnd(24)}${meaning}`),
    '',
  ].join('\n');
}

/** Gives the options, 'help', or one sentence for each fault. */
export function parseSimulateOptions(args: readonly string[]): SimulateOptions | 'help' | string[] {
  const { values, faults, positionals } = readArguments(args);
  if (values.has('help')) return 'help';
  const number = (name: string): number => readNumber(name, numbers[name]!, values.get(name), faults);
  const options: SimulateOptions = {
    directory: positionals[0] ?? '',
    kind: readWorld(values.get('world') ?? defaultWorld, faults),
    subscribers: number('subscribers'),
    days: number('days'),
    seed: number('seed'),
    startedAt: readDay(values.get('start') ?? defaultStart, faults),
    slotSeconds: number('slot-length'),
    attacksPerDay: number('attacks-per-day'),
    lookAlikesPerDay: number('look-alikes-per-day'),
    quietDays: number('quiet-days'),
    networkEvents: values.has('no-network-events') ? noNetworkEvents : usualNetworkEvents,
    gzip: values.has('gzip'),
    windowsNames: values.has('windows-names'),
    force: values.has('force'),
  };
  if (3600 % options.slotSeconds !== 0 && faults.length === 0)
    faults.push(`--slot-length is "${options.slotSeconds}", expected a divisor of 3600.`);
  if (positionals.length !== 1) {
    const given =
      positionals.length === 0 ? 'none was given' : `${positionals.length} were given: ${positionals.join(', ')}`;
    faults.push(`Name one directory to write to; ${given}.`);
  }
  return faults.length > 0 ? faults : options;
}

/** Splits the command line; what is not in the tables, or lacks its value, is a fault. */
function readArguments(args: readonly string[]): {
  values: Map<string, string>;
  positionals: string[];
  faults: string[];
} {
  const valued = [...Object.keys(numbers), 'world', 'start'];
  const names = [...valued, ...Object.keys(flags)];
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: valued.includes(name) ? 'string' : 'boolean' }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string>();
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!names.includes(name)) faults.push(`${rawName} is not an option of simulate; see --help.`);
    else if (values.has(name)) faults.push(`${rawName} was given twice; give it once.`);
    else if (valued.includes(name) && lacksValue(token)) faults.push(`${rawName} needs a value.`);
    else if (!valued.includes(name) && value !== undefined)
      faults.push(`${rawName} takes no value; "${value}" was given.`);
    if (!valued.includes(name) || !lacksValue(token)) values.set(name, value ?? '');
  }
  return { values, positionals, faults };
}

/** `--days --gzip` takes --gzip for the value of --days; nobody means that. */
function lacksValue(token: { value?: string | undefined; inlineValue?: boolean | undefined }): boolean {
  return token.value === undefined || (token.inlineValue !== true && token.value.startsWith('--'));
}

function readNumber(name: string, option: NumberOption, given: string | undefined, faults: string[]): number {
  if (given === undefined) return option.fallback;
  const value = /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : NaN;
  const fits = value >= option.lowest && value <= option.highest && (!option.whole || Number.isInteger(value));
  if (!fits) {
    const kind = option.whole ? 'a whole number' : 'a number';
    faults.push(`--${name} is "${given}", expected ${kind} from ${option.lowest} to ${option.highest}.`);
  }
  return value;
}

function readWorld(given: string, faults: string[]): WorldKind {
  const kind = worldKinds.find((candidate) => candidate === given);
  if (kind === undefined) faults.push(`--world is "${given}", expected ${worldKinds.join(' or ')}.`);
  return kind ?? defaultWorld;
}

function readDay(given: string, faults: string[]): EpochSeconds {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) / 1000 : NaN;
  // A day that does not exist is moved to the next month by some parsers, refused by others.
  const exists = !Number.isNaN(moment) && new Date(moment * 1000).toISOString().startsWith(given);
  if (exists && moment >= firstDay && moment < lastDay) return moment;
  faults.push(`--start is "${given}", expected a day of 2000 to 2089 as YYYY-MM-DD.`);
  return NaN;
}
