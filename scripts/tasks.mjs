/** What each `npm run` command does, once the dependencies are there. */
import { dashboardIsFresh, ensureDashboard } from './build-web.mjs';
import { runChecks } from './checks.mjs';
import { captured, inForeground } from './child.mjs';
import { faults } from './faults.mjs';
import { fuzz } from './fuzz.mjs';
import { ensureInstalled } from './install.mjs';
import { say } from './say.mjs';
import { test } from './test.mjs';
import { bench, codegen, formatting, main, schema, screenshots } from './tools.mjs';

const tasks = {
  start,
  build: async () => ((await ensureDashboard()) ? 0 : 1),
  replay: (args) => inForeground(main('replay', ...args)),
  simulate: (args) => inForeground(main('simulate', ...args)),
  evaluate: (args) => inForeground(main('evaluate', ...args)),
  audit: (args) => inForeground(main('audit', ...args)),
  sbom: async () => (await import('./sbom.mjs')).printSbom(),
  bench: async (args) => {
    // The dashboard is measured as it is now.
    if (args[0] === 'dashboard' && !(await ensureDashboard())) return 1;
    return inForeground(bench(...args));
  },
  screenshots: async () => ((await ensureDashboard()) ? inForeground(screenshots) : 1),
  schema: (args) => inForeground(schema(...args)),
  codegen: () => inForeground(codegen),
  check: async () => ((await runChecks()).failed === 0 ? 0 : 1),
  format: () => inForeground(formatting('--write')),
  test,
  'test:faults': faults,
  'test:fuzz': fuzz,
};

/** Resolves to the exit code. */
export async function runTask(name, args) {
  const task = tasks[name];
  if (task === undefined) {
    say(`There is no command "${name}". The commands are: ${Object.keys(tasks).join(', ')}.`);
    return 1;
  }
  if (!(await ensureInstalled())) return 1;
  return task(args);
}

async function start(args) {
  const onlyAsks = args.includes('--help') || args.includes('--check');
  if (!onlyAsks && !dashboardIsFresh()) {
    // A wrong setting is told before the build, not after it.
    const { exitCode, output } = await captured(main('start', '--check', ...args));
    if (exitCode !== 0) {
      say(output.trimEnd());
      return exitCode;
    }
    if (!(await ensureDashboard())) return 1;
  }
  return inForeground(main('start', ...args));
}
