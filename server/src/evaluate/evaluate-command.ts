/** The `evaluate` command: detection quality on simulated truth, as Markdown and as JSON. */
import { open } from 'node:fs/promises';
import { CommandFault, exitCodes } from '../commands/command-fault.ts';
import { ConfigError } from '../settings/config-error.ts';
import { ruleFor } from '../domain/rule.ts';
import { defaultSlotSeconds } from '../domain/slot.ts';
import { ProgressBar, type ProgressOutput } from '../telemetry/progress-bar.ts';
import { definitions } from './definitions.ts';
import { evaluateUsage, readEvaluateOptions, type EvaluateOptions } from './evaluate-options.ts';
import { worldReport, type EvaluationReport } from './evaluation-report.ts';
import { pooledRun } from './pooled-run.ts';
import { reportMarkdown } from './report-markdown.ts';
import { runWorlds } from './worlds-in-parallel.ts';

interface TextOutput {
  write(text: string): unknown;
}

/**
 * Resolves to the exit code; throws `CommandFault` when the command line is wrong or the report can't be written. The
 * tables go to `output`, how far it has come to `messages`.
 */
export async function runEvaluate(
  args: readonly string[],
  output: TextOutput,
  messages: ProgressOutput,
): Promise<number> {
  const options = await readEvaluateOptions(args);
  if (options === null) {
    output.write(evaluateUsage);
    return 0;
  }
  // Opened before the work begins: nobody waits ten minutes to hear that the folder does not exist.
  const file = options.json === null ? null : await openJson(options.json);
  try {
    const report = await evaluate(options, messages);
    output.write(reportMarkdown(report));
    await file?.writeFile(`${JSON.stringify(report, null, 2)}\n`).catch((error: unknown) => {
      const fault = `--json "${options.json}" can't be written: ${(error as Error).message}.`;
      throw new CommandFault(exitCodes.cannotWrite, [fault], { cause: error });
    });
  } finally {
    await file?.close();
  }
  return 0;
}

async function openJson(path: string) {
  try {
    return await open(path, 'w');
  } catch (error) {
    throw new ConfigError([`--json is "${path}", expected a file that can be written: ${(error as Error).message}.`], {
      cause: error,
    });
  }
}

async function evaluate(options: EvaluateOptions, messages: ProgressOutput): Promise<EvaluationReport> {
  const { worlds, json: _json, rule: settings, ...rest } = options;
  const { seeds, days, quietDays, alertsPerMillion } = options;
  const rule = ruleFor(defaultSlotSeconds, settings);
  const tasks = worlds.flatMap((world) =>
    seeds.map((seed) => ({ world, seed, options, days, alertsPerMillion, rule })),
  );
  const bar = new ProgressBar(messages, 'days simulated and judged');
  const total = tasks.length * (quietDays + days);
  let done = 0;
  bar.update(done, total);
  const runs = await runWorlds(tasks, () => bar.update(++done, total));
  bar.end();
  return {
    options: { ...rest, ruleVersion: rule.version },
    definitions,
    worlds: worlds.map((world, at) =>
      worldReport(world, pooledRun(runs.slice(at * seeds.length, (at + 1) * seeds.length))),
    ),
  };
}
