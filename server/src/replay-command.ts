/** The `replay` command: `DIR --devices FILE --out anomalies.ndjson [--rule seed|tidewatch]`. */
import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ConfigError } from './config.ts';
import type { Anomaly } from './domain/anomaly.ts';
import { counterMeanings, type CounterMeaning, type DeviceReading } from './domain/device.ts';
import { defaultRule } from './domain/rule.ts';
import { defaultSlotSeconds } from './domain/slot.ts';
import { SubscriberIndex } from './domain/subscriber-index.ts';
import { DeviceTableError, readDeviceTable } from './ingest/snapshot/device-table.ts';
import { createSnapshotDirectorySource } from './ingest/snapshot/snapshot-directory-source.ts';
import { ProgressBar, type ProgressOutput } from './progress-bar.ts';
import { Replay, type ReplayAccount } from './replay.ts';
import { SeedRule } from './seed-rule.ts';

const usage = `npm run replay -- DIR --devices FILE --out anomalies.ndjson [options]

Reads every snapshot file in DIR through the same code as the live pipeline and writes one line of JSON an anomaly.

  DIR                  folder of the snapshot files
  --devices <file>     device table (psxattrs.csv)
  --out <file>         where the anomalies go; - for standard output
  --rule <name>        tidewatch (default), or seed: mean + 3 standard deviations of raw counters, to compare with
  --counters <meaning> ${counterMeanings.join(', ')}; default session-mean
  --lateness <seconds> how long a slot waits for a missing device; default 1200
`;

interface ReplayCommand {
  readonly directory: string;
  readonly devices: readonly DeviceReading[];
  readonly out: string;
  readonly rule: 'tidewatch' | 'seed';
  readonly latenessSeconds: number;
}

/** Resolves to the exit code; throws `ConfigError` when the command line is wrong. The summary goes to `messages`. */
export async function runReplay(args: readonly string[], messages: ProgressOutput): Promise<number> {
  if (args.includes('--help')) {
    messages.write(usage);
    return 0;
  }
  const command = await readCommand(args);
  const subscribers = new SubscriberIndex();
  const bar = new ProgressBar(messages, 'snapshots read');
  const onProgress = (done: number, total: number) => bar.update(done, total);
  const begun = performance.now();
  const replay = new Replay({
    rule: defaultRule,
    slotSeconds: defaultSlotSeconds,
    latenessSeconds: command.latenessSeconds,
    devices: command.devices,
    subscribers,
    onProgress,
  });
  const sink = command.rule === 'seed' ? new SeedRule(defaultSlotSeconds, subscribers, onProgress) : replay;
  const source = createSnapshotDirectorySource({
    directory: command.directory,
    devices: command.devices,
    subscribers,
    pollIntervalMs: 0,
    settledAfterMs: 0,
    maxFileBytes: 2 ** 32,
    once: true,
    now: Date.now,
    onFault: (file, fault) => messages.write(`\n${file} is left out: ${fault.message}\n`),
  });
  source.start(sink, { closedThrough: null, ingested: new Set() });
  await source.finished;
  const anomalies = sink.finish();
  bar.end();
  await write(anomalies, command.out);
  const seconds = (performance.now() - begun) / 1000;
  messages.write(summary(anomalies, sink === replay ? replay.account : null, subscribers.size, seconds));
  return 0;
}

async function readCommand(args: readonly string[]): Promise<ReplayCommand> {
  const faults: string[] = [];
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: optionTypes,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = values as Partial<Record<keyof typeof optionTypes, string>>;
  for (const token of tokens)
    if (token.kind === 'option' && !(token.name in optionTypes))
      faults.push(`There is no option ${token.rawName}; --help lists those there are.`);
  const [directory = ''] = positionals;
  if (positionals.length !== 1)
    faults.push(`${positionals.length} folders are given, expected one: the folder of the snapshot files.`);
  else if (!(await isFolder(directory))) faults.push(`"${directory}" is not a folder that can be read.`);
  if (typeof given.out !== 'string')
    faults.push('--out is missing, expected a file for the anomalies, or - for standard output.');
  const rule = given.rule ?? 'tidewatch';
  if (rule !== 'tidewatch' && rule !== 'seed') faults.push(`--rule is "${rule}", expected tidewatch or seed.`);
  const counters = counterMeanings.find((meaning) => meaning === (given.counters ?? 'session-mean'));
  if (counters === undefined)
    faults.push(`--counters is "${given.counters}", expected one of ${counterMeanings.join(', ')}.`);
  const lateness = given.lateness ?? '1200';
  if (!/^\d{1,6}$/.test(lateness)) faults.push(`--lateness is "${lateness}", expected seconds as a whole number.`);
  const devices = await devicesIn(given.devices, counters ?? 'session-mean', faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    directory,
    devices,
    out: given.out!,
    rule: rule as ReplayCommand['rule'],
    latenessSeconds: Number(lateness),
  };
}

const optionTypes = {
  devices: { type: 'string' },
  out: { type: 'string' },
  rule: { type: 'string' },
  counters: { type: 'string' },
  lateness: { type: 'string' },
} as const;

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Reads the device table at `path`; what is wrong with it is added to `faults`. */
export async function devicesIn(
  path: string | undefined,
  counters: CounterMeaning,
  faults: string[],
): Promise<DeviceReading[]> {
  if (typeof path !== 'string') {
    faults.push('--devices is missing, expected the device table (psxattrs.csv).');
    return [];
  }
  try {
    return readDeviceTable(await readFile(path, 'utf8'), counters);
  } catch (error) {
    faults.push(
      ...(error instanceof DeviceTableError
        ? error.faults
        : [`--devices "${path}" can't be read: ${(error as Error).message}.`]),
    );
    return [];
  }
}

async function write(anomalies: readonly Anomaly[], out: string): Promise<void> {
  const lines = Readable.from(anomalies.map((anomaly) => `${JSON.stringify(toLine(anomaly))}\n`));
  await pipeline(lines, out === '-' ? process.stdout : createWriteStream(out), { end: out !== '-' });
}

/** The line's fields are a contract (docs/reference/replay.md); times are ISO 8601 of the data's clock, written as UTC. */
function toLine(anomaly: Anomaly): Record<string, unknown> {
  const {
    id,
    subscriber,
    device,
    kind,
    severity,
    openedAt,
    detectedAt,
    closedAt,
    upBytesPerSecond,
    downBytesPerSecond,
    expected,
    score,
    reason,
  } = anomaly;
  const { lowUp, highUp, lowDown, highDown } = expected;
  const times = {
    openedAt: clock(openedAt),
    detectedAt: clock(detectedAt),
    closedAt: closedAt === null ? null : clock(closedAt),
  };
  return {
    id,
    subscriber,
    device,
    kind,
    severity,
    ...times,
    upBytesPerSecond,
    downBytesPerSecond,
    expected: { lowUp, highUp, lowDown, highDown },
    score,
    reason,
  };
}

function clock(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}

function summary(
  anomalies: readonly Anomaly[],
  account: ReplayAccount | null,
  subscribers: number,
  seconds: number,
): string {
  const flagged = new Set(anomalies.map((anomaly) => anomaly.subscriber)).size;
  const lines = [
    `Anomalies: ${anomalies.length}, of ${flagged} of the ${subscribers} subscribers; ${seconds.toFixed(1)} s.`,
    'Snapshots carry no time zone: times are those of the devices, written as UTC.',
  ];
  if (account !== null) {
    const dropped = [...account.dropped].map(([reason, rows]) => `${rows} ${reason}`).join(', ');
    lines.unshift(
      `${account.files} files, ${account.rows} rows = ${account.accepted} accepted (${account.late} of them late) + ${dropped || '0 dropped'}; ${account.slots} slots.`,
    );
  }
  return `${lines.join('\n')}\n`;
}
