/** The command line of `replay`: `DIR --devices FILE --out anomalies.ndjson [options]`. */
import { stat } from 'node:fs/promises';
import { readCommandLine } from '../settings/command-line.ts';
import { ConfigError } from '../settings/config-error.ts';
import { options as startOptions } from '../settings/config-options.ts';
import { devicesIn } from '../settings/device-table-file.ts';
import { counterMeanings, type DeviceReading } from '../domain/device.ts';
import { slotClosings, type SlotClosing } from '../domain/slot-assembler.ts';
import type { CohortDirectory } from '../domain/cohort-directory.ts';
import { noSubscriberTable } from '../ingest/subscriber-table.ts';
import { expectedRule, replayRulesIn, type ReplayRule } from './replay-rules.ts';
import type { Read } from '../settings/setting-readers.ts';
import { subscribersIn } from '../settings/subscriber-table-file.ts';

export const replayUsage = `npm run replay -- DIR --devices FILE --out anomalies.ndjson [options]

Reads every snapshot file in DIR through the same code as the live pipeline and writes one line of JSON an anomaly.

  DIR                     folder of the snapshot files
  --devices <file>        device table (psxattrs.csv)
  --out <file>            where the anomalies go; - for standard output
  --subscribers <file>    table of subscribers (IdSubscriber,Plan,Type): whom each is compared with
  --rule <rule>           tidewatch (default), a rule file, or seed: mean + 3 standard deviations of raw counters;
                          given twice, the second is compared with the first: what newly fires and what vanishes
  --counters <meaning>    ${counterMeanings.join(', ')}; default ${startOptions.counters.default}
  --slot-length <seconds> ${startOptions['slot-length'].help}; default ${startOptions['slot-length'].default}
  --lateness <seconds>    how long a slot waits for a missing device; default ${startOptions.lateness.default}
  --close-slots <when>    ${startOptions['close-slots'].help}; default ${startOptions['close-slots'].default}
`;

export interface ReplayOptions {
  readonly directory: string;
  readonly devices: readonly DeviceReading[];
  readonly cohorts: CohortDirectory;
  /** `-` is standard output. */
  readonly out: string;
  /** One, or two to compare. */
  readonly rules: readonly ReplayRule[];
  readonly slotSeconds: number;
  readonly latenessSeconds: number;
  readonly closing: SlotClosing;
}

const units = new Map([
  ['devices', 'file'],
  ['subscribers', 'file'],
  ['out', 'file'],
  ['rule', expectedRule],
  ['counters', 'meaning'],
  ['slot-length', 'seconds'],
  ['lateness', 'seconds'],
  ['close-slots', slotClosings.join('|')],
]);

/** Gives null when help is asked for; throws `ConfigError` with every fault. */
export async function readReplayOptions(args: readonly string[]): Promise<ReplayOptions | null> {
  const { values, repeated, flags, positionals, withoutValue, faults: given } = readCommandLine(args, units, ['help']);
  if (flags.has('help')) return null;
  const faults = [...given];
  /** The fallback also stands in for what is at fault: the faults end the command anyway. */
  function valueOf<Value>(name: string, fallback: string, read: Read<Value>): Value {
    const text = values.get(name) ?? fallback;
    try {
      return read(text);
    } catch (error) {
      faults.push(`--${name} is "${text}", expected ${(error as Error).message}.`);
      return read(fallback);
    }
  }
  const directory = await directoryIn(positionals, faults);
  const out = values.get('out') ?? '';
  if (out === '' && !withoutValue.has('out'))
    faults.push('--out is missing, expected a file for the anomalies, or - for standard output.');
  const rules = await replayRulesIn(repeated.get('rule') ?? [], faults);
  const counters = valueOf('counters', startOptions.counters.default, startOptions.counters.read);
  const slotLength = startOptions['slot-length'];
  const slotSeconds = valueOf('slot-length', slotLength.default, slotLength.read);
  const latenessSeconds = valueOf('lateness', startOptions.lateness.default, startOptions.lateness.read);
  const closing = valueOf('close-slots', startOptions['close-slots'].default, startOptions['close-slots'].read);
  const devices = withoutValue.has('devices') ? [] : await devicesIn(values.get('devices'), counters, faults);
  const table = values.get('subscribers');
  const { cohorts } = table === undefined ? noSubscriberTable : await subscribersIn(table, null, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return { directory, devices, cohorts, out, rules, slotSeconds, latenessSeconds, closing };
}

async function directoryIn(positionals: readonly string[], faults: string[]): Promise<string> {
  const [directory = ''] = positionals;
  if (positionals.length !== 1) {
    faults.push(`${positionals.length} folders are given, expected one: the folder of the snapshot files.`);
  } else if ((await stat(directory).catch(() => null))?.isDirectory() !== true) {
    faults.push(`"${directory}" is not a folder that can be read.`);
  }
  return directory;
}
