/** The `start` command: reads the settings, starts the app, says where it is, and stops it on a signal. */
import { createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { ruleVersion } from '../domain/rule-version.ts';
import { helpText } from '../settings/help.ts';
import type { ProgressOutput } from '../telemetry/progress-bar.ts';
import { readStartFiles } from '../settings/start-files.ts';

/** Resolves to the exit code once the app has stopped; throws `ConfigError` when a setting, or a file that one names, is wrong. */
export async function runStart(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  messages: ProgressOutput,
): Promise<number> {
  const command = readConfig(args, environment);
  if (command.help) {
    process.stdout.write(helpText());
    return 0;
  }
  const files = await readStartFiles(command.config);
  if (command.check) {
    messages.write('The settings are in order.\n');
    return 0;
  }
  const app = await createApp(command.config, files, messages);
  const stopped = stopOnSignal(() => app.stop());
  try {
    const started = await app.start();
    if (started !== null) {
      const rule = `rule ${ruleVersion(files.rule)} (${command.config.rule ?? 'built in'})`;
      messages.write(`Judging by ${rule}.\nTidewatch is at ${started.url}\n`);
      const token = await app.firstToken();
      if (token !== null)
        messages.write(
          `Nobody has an account yet. The first one is made at ${started.url}/login with this token, good once:\n${token}\n`,
        );
    }
  } catch (error) {
    await app.stop();
    throw error;
  }
  await stopped;
  return 0;
}

/** A service manager signals every process of the group, so one wish to stop may arrive more than once. */
const sameWishMs = 1000;

/** Resolves when the app has stopped after SIGINT or SIGTERM; another signal a second later ends the process at once. */
function stopOnSignal(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stoppingSinceMs: number | null = null;
    const onSignal = (): void => {
      if (stoppingSinceMs !== null) {
        if (performance.now() - stoppingSinceMs > sameWishMs) process.exit(130);
        return;
      }
      stoppingSinceMs = performance.now();
      stop().then(resolve, reject);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
