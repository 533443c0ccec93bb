/** `npm run test:faults`: the tests that break things on purpose, at full length, and a table of what they reached. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from './test.mjs';

const breaking = [
  'test/faults/',
  'test/crash/',
  'test/simulation/',
  'test/feed-resume',
  'test/order-of-arrival',
  'src/history/embedded-history',
  'src/history/server-history',
];

/** Resolves to 0 when something ran and nothing failed. */
export async function faults(args) {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-faults-'));
  const figures = join(folder, 'figures');
  process.env.TIDEWATCH_FAULTS = 'whole';
  process.env.TIDEWATCH_FAULT_FIGURES = figures;
  try {
    // One at a time: they measure, too.
    const exitCode = await test(args.length > 0 ? args : ['--no-file-parallelism', ...breaking]);
    const rows = await readFile(figures, 'utf8').catch(() => '');
    if (rows !== '') process.stdout.write(`\n| fault | reached |\n| --- | --- |\n${rows}`);
    return exitCode;
  } finally {
    await rm(folder, { recursive: true });
  }
}
