/**
 * `npm run bench`: rows per CPU-second of parse + normalise + detect, as ratios to reading the bytes alone and to the
 * seed's rule done the plain way, in one run on one machine; how the cost grows with the number of subscribers; and what a
 * slot costs the detector alone.
 * Every measurement is a process of its own; rounds are interleaved and the median is taken, since machines are noisy.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSnapshots } from './generated-snapshots.ts';
import type { Measurement } from './measure.ts';
import { stateBytesPerSubscriber } from './tidewatch-rule.ts';

const rounds = 3;
const gigabyte = 2 ** 30;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function measure(what: string, folder: string): Measurement {
  const script = join(import.meta.dirname, 'measure.ts');
  return JSON.parse(
    execFileSync(process.execPath, ['--max-old-space-size=16384', script, what, folder], { encoding: 'utf8' }),
  ) as Measurement;
}

function medianOf(runs: readonly Measurement[]): Measurement {
  return [...runs].sort((a, b) => a.cpuSeconds - b.cpuSeconds)[runs.length >> 1]!;
}

const rate = (run: Measurement): number => run.rows / run.cpuSeconds;

function row(name: string, runs: readonly Measurement[], own: number): string {
  const median = medianOf(runs);
  const [least, most] = [Math.min(...runs.map(rate)), Math.max(...runs.map(rate))].map((value) =>
    (value / 1e6).toFixed(2),
  );
  const cells = [
    name,
    `${(rate(median) / 1e6).toFixed(2)} [${least}..${most}]`,
    (own / rate(median)).toFixed(2),
    `${Math.round(median.peakBytes / 2 ** 20)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function compare(parent: string): void {
  const folder = generateSnapshots(parent, { subscribers: 1_000_000, slots: 6 });
  const runs: Record<string, Measurement[]> = { tidewatch: [], seed: [], bytes: [] };
  for (let round = 0; round < rounds; round++)
    for (const [what, list] of Object.entries(runs)) list.push(measure(what, folder));
  const own = rate(medianOf(runs['tidewatch']!));
  say('\n1,000,000 subscribers x 6 slots, 48 files, stable row order\n');
  say('| what | M rows per CPU-second, median [least..most] | Tidewatch is x times it | peak memory |');
  say('| --- | --- | --- | --- |');
  say(row('Tidewatch: parse + normalise + detect', runs['tidewatch']!, own));
  say(row("the seed's rule, the plain way", runs['seed']!, own));
  say(row('reading the bytes and counting lines', runs['bytes']!, own));
}

function growth(parent: string): void {
  say('\n| subscribers | slots | CPU microseconds a row | peak memory |');
  say('| --- | --- | --- | --- |');
  const sizes = [
    [100_000, 6],
    [1_000_000, 6],
    [10_000_000, 2],
  ] as const;
  for (const [subscribers, slots] of sizes) {
    const { bavail, bsize } = statfsSync(parent);
    if (subscribers > 1_000_000 && (freemem() < 8 * gigabyte || bavail * bsize < 4 * gigabyte)) {
      say(`| ${subscribers.toLocaleString('en')} | - | left out: needs 8 GB of free memory and 4 GB of disk | |`);
      continue;
    }
    const median = medianOf(
      Array.from({ length: rounds }, () => measure('tidewatch', generateSnapshots(parent, { subscribers, slots }))),
    );
    say(
      `| ${subscribers.toLocaleString('en')} | ${slots} | ${((1e6 * median.cpuSeconds) / median.rows).toFixed(3)} | ${Math.round(median.peakBytes / 2 ** 20)} MB |`,
    );
  }
}

/** One slot of the detector alone, next to a plain loop over arrays of the same length. */
function detectorSlot(): void {
  const script = join(import.meta.dirname, 'detector-slot.ts');
  say(`\nDetector, ${execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim()}`);
}

export function detection(): void {
  const parent = mkdtempSync(join(tmpdir(), 'tidewatch-bench-'));
  try {
    say(`Detector and directory: ${stateBytesPerSubscriber().toFixed(1)} bytes of state a subscriber`);
    detectorSlot();
    compare(parent);
    growth(parent);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
