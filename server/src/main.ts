/**
 * Which command, and how it ends: with 0; with a sentence a fault on standard error and the code of sysexits.h that
 * `command-fault.ts` gives it (69 what is needed can't be had, 73 output can't be written, 78 wrong settings, folders or
 * files); or with 1 and the stack of an error that nobody expected.
 */
import { runAudit } from './commands/audit-command.ts';
import { CommandFault } from './commands/command-fault.ts';
import { ConfigError } from './settings/config-error.ts';
import { runEvaluate } from './evaluate/evaluate-command.ts';
import { runReplay } from './replay/replay-command.ts';
import { runSimulate } from './commands/simulate.ts';
import { runStart } from './commands/start.ts';

const commands: Record<string, (args: string[]) => Promise<number>> = {
  start: (args) => runStart(args, process.env, process.stderr),
  replay: (args) => runReplay(args, process.stderr),
  simulate: (args) => runSimulate(args, process.stdout),
  evaluate: (args) => runEvaluate(args, process.stdout, process.stderr),
  audit: (args) => runAudit(args, process.stdout),
};

const [name = 'start', ...args] = process.argv.slice(2);
try {
  const command = commands[name];
  if (command === undefined)
    throw new ConfigError([`There is no command "${name}", expected one of ${Object.keys(commands).join(', ')}.`]);
  process.exitCode = await command(args);
} catch (error) {
  if (!(error instanceof CommandFault)) throw error;
  for (const fault of error.faults) process.stderr.write(`${fault}\n`);
  process.exitCode = error.exitCode;
}
