/**
 * Everything that is verified without running the product: each check is a title, its programs in order, and the way to mend
 * it. What a check `tells` is shown also when it passes.
 */
import { captured } from './child.mjs';
import { secondsSince } from './say.mjs';
import { codegen, formatting, lint, schema, schemaLint, serverTypes, webSync, webTypes } from './tools.mjs';

const checks = [
  { title: 'schema.graphql is up to date', programs: [schema('--check')], mend: 'npm run schema' },
  { title: 'lint of schema.graphql', programs: [schemaLint] },
  { title: 'clients of the last release still work', programs: [schema('--compare')], tells: true },
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
    const { passed, output } = await outcomeOf(check);
    counts[passed ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${check.title} (${secondsSince(startedMs)})\n`);
    if (output !== '' && (!passed || check.tells)) process.stdout.write(`${output}\n`);
    if (!passed && check.mend) process.stdout.write(`To mend it: ${check.mend}\n`);
  }
  return counts;
}

/** What the first failing program of a check printed, or all of them when none failed. */
async function outcomeOf({ programs }) {
  const outputs = [];
  for (const program of programs) {
    const { exitCode, output } = await captured(program);
    if (exitCode !== 0) {
      return { passed: false, output: output.trimEnd() || `${program.command} ended with exit code ${exitCode}.` };
    }
    outputs.push(output.trimEnd());
  }
  return { passed: true, output: outputs.filter(Boolean).join('\n') };
}
