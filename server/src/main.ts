/** Which command; nothing else. */
import { ConfigError } from './config.ts';
import { runReplay } from './replay-command.ts';
import { runSimulate } from './simulate.ts';
import { runStart } from './start.ts';

/** EX_CONFIG of sysexits.h: something is wrong with what was given, not with the machine. */
const wrongConfiguration = 78;

const commands: Record<string, (args: string[]) => Promise<number>> = {
  start: (args) => runStart(args, process.env, process.stderr),
  replay: (args) => runReplay(args, process.stderr),
  simulate: (args) => runSimulate(args, process.stdout),
};

const [name = 'start', ...args] = process.argv.slice(2);
try {
  const command = commands[name];
  if (command === undefined)
    throw new ConfigError([`There is no command "${name}", expected one of ${Object.keys(commands).join(', ')}.`]);
  process.exitCode = await command(args);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const fault of error.faults) process.stderr.write(`${fault}\n`);
  process.exitCode = wrongConfiguration;
}
