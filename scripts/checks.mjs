/** Everything that is verified without running the product: each check is a title, its programs in order, and the way to mend it. */
import { captured } from './child.mjs';
import { secondsSince } from './say.mjs';
import { codegen, formatting, lint, schema, serverTypes, webSync, webTypes } from './tools.mjs';

const checks = [
  { title: 'schema.graphql is up to date', programs: [schema('--check')], mend: 'npm run schema' },
  { title: 'GraphQL documents fit the schema', programs: [codegen] },
  { title: 'server types', programs: [serverTypes] },
  { title: 'dashboard types', programs: [webSync, webTypes] },
  { title: 'lint', programs: [lint] },
  { title: 'formatting', programs: [formatting('--check')], mend: 'npm run format' },
];

/** Runs all of them, one line each, the output of those that fail. Resolves to how many passed and failed. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0 };
  for (const check of checks) {
    const startedMs = performance.now();
    const complaint = await complaintOf(check);
    counts[complaint === null ? 'passed' : 'failed'] += 1;
    const verdict = complaint === null ? 'ok    ' : 'FAILED';
    process.stdout.write(`${verdict} ${check.title} (${secondsSince(startedMs)})\n`);
    if (complaint !== null) process.stdout.write(`${complaint}\n${check.mend ? `To mend it: ${check.mend}\n` : ''}`);
  }
  return counts;
}

/** What the first failing program of a check printed; null when none failed. */
async function complaintOf({ programs }) {
  for (const program of programs) {
    const { exitCode, output } = await captured(program);
    if (exitCode !== 0) return output.trimEnd() || `${program.command} ended with exit code ${exitCode}.`;
  }
  return null;
}
