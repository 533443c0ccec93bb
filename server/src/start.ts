/** The `start` command: reads the settings, starts the app, says where it is, and stops it on a signal. */
import { stat } from 'node:fs/promises';
import { createApp } from './app.ts';
import { ConfigError } from './config-error.ts';
import { readConfig, type Config } from './config.ts';
import { devicesIn } from './device-table-file.ts';
import type { DeviceReading } from './domain/device.ts';
import { helpText } from './help.ts';
import type { ProgressOutput } from './progress-bar.ts';

/** Resolves to the exit code once the app has stopped; throws `ConfigError` when a setting is wrong. */
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
  const devices = await readDevices(command.config);
  if (command.check) {
    messages.write('The settings are in order.\n');
    return 0;
  }
  const app = await createApp(command.config, devices, messages);
  const stopped = stopOnSignal(() => app.stop());
  try {
    const started = await app.start();
    if (started !== null) messages.write(`Tidewatch is at ${started.url}\n`);
  } catch (error) {
    await app.stop();
    throw error;
  }
  await stopped;
  return 0;
}

/** What can be checked of files and folders before anything starts. */
async function readDevices(config: Config): Promise<DeviceReading[] | null> {
  if (config.snapshots === null) return null;
  const faults: string[] = [];
  const devices = await devicesIn(config.devices ?? undefined, config.counters, faults);
  const folder = await stat(config.snapshots).catch(() => null);
  if (folder?.isDirectory() !== true)
    faults.push(`--snapshots is "${config.snapshots}", which is not a folder that can be read.`);
  if (faults.length > 0) throw new ConfigError(faults);
  return devices;
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
