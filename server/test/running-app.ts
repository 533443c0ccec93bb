/** Starts the whole app in the test's own process, on a free port of the loopback, and asks its API as a client would. */
import { setTimeout as wait } from 'node:timers/promises';
import { createApp, type App } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { readStartFiles } from '../src/settings/start-files.ts';
import type { SnapshotFolder } from './snapshot-folder.ts';

export interface RunningApp {
  readonly url: string;
  /** Gives `data`, or throws when there are errors. */
  query<Data>(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Asks again until the answer satisfies the test; the test's own time-out is the limit. */
  until<Data>(document: string, satisfied: (data: Data) => boolean): Promise<Data>;
  stop(): Promise<void>;
}

const pollIntervalMs = 20;
const quiet = { write: () => undefined };

/** `args` as on the command line; any free port and a silent log unless they say otherwise. */
export async function startApp(args: readonly string[]): Promise<RunningApp> {
  const command = readConfig(['--port', '0', '--log-level', 'silent', ...args], {});
  if (command.help) throw new Error('The test asked for help');
  const app: App = await createApp(command.config, await readStartFiles(command.config), quiet);
  const started = await app.start();
  if (started === null) throw new Error('The app was stopped while it started');
  const { url } = started;

  async function query<Data>(document: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors.map((error) => error.message).join('; '));
    return data!;
  }

  return {
    url,
    query,
    async until(document, satisfied) {
      for (;;) {
        const data = await query<never>(document);
        if (satisfied(data)) return data;
        // The app is in this very process: it gets its turn.
        await wait(pollIntervalMs);
      }
    },
    stop: () => app.stop(),
  };
}

/** The app on a folder of snapshots, which it looks at every ten milliseconds; more options come last. */
export function startAppOn(folder: SnapshotFolder, data: string, ...more: string[]): Promise<RunningApp> {
  const source = ['--snapshots', folder.path, '--devices', folder.deviceTable, '--data', data];
  return startApp([...source, '--poll-interval', '10', '--settled-after', '0', ...more]);
}
