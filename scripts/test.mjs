/** `npm test`: the checks, an up-to-date dashboard for the browser tests, then vitest; one line of counts at the end. */
import { mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDashboard } from './build-web.mjs';
import { runChecks } from './checks.mjs';
import { inForeground } from './child.mjs';
import { vitest } from './tools.mjs';

/** Several times what the tests were seen to have there at once. */
const neededBytes = 8 * 1024 ** 3;

/** With arguments (filters, options) it is vitest alone. Resolves to 0 when something ran and nothing failed. */
export async function test(args) {
  process.env.TMPDIR ??= await temporaryFolder();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (args.length === 0) {
    add(counts, await runChecks());
    add(counts, { [(await ensureDashboard()) ? 'passed' : 'failed']: 1 });
  }
  add(counts, await runVitest(args));

  if (process.env.TIDEWATCH_FORBID_SKIPS === '1') {
    counts.failed += counts.skipped;
    counts.skipped = 0;
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

/** In memory, where the machine has room there: a history on a disk takes twice as long for each of its many small inserts. */
async function temporaryFolder() {
  const inMemory = '/dev/shm';
  const { bavail, bsize } = await statfs(inMemory).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= neededBytes ? inMemory : tmpdir();
}

async function runVitest(args) {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-test-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const exitCode = await inForeground(vitest(...reporters, ...args));
    return countTests(await readReport(report), exitCode);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A run that broke down before its end has written no report. */
async function readReport(file) {
  const text = await readFile(file, 'utf8').catch(() => '{"testResults": []}');
  return JSON.parse(text);
}

function countTests({ testResults }, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    const before = counts.failed;
    for (const one of assertionResults)
      counts[one.status === 'passed' || one.status === 'failed' ? one.status : 'skipped'] += 1;
    // A file that does not load, or whose hooks fail, fails without any failed test.
    if (status === 'failed' && counts.failed === before) counts.failed += 1;
  }
  // So does a run with an unhandled rejection, or with no tests.
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function add(counts, more) {
  for (const [outcome, count] of Object.entries(more)) counts[outcome] += count;
}
