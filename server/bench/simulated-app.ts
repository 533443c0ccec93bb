/** The whole app with a simulated ISP in a folder of its own, caught up, for what looks at the dashboard. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type RunningApp } from '../test/running-app.ts';

/** `options` as on the command line of `npm start`. Calls `use` once the newest slot is in, and removes everything after it. */
export async function withSimulatedApp<Result>(
  options: readonly string[],
  use: (app: RunningApp) => Promise<Result>,
): Promise<Result> {
  const data = mkdtempSync(join(tmpdir(), 'tidewatch-simulated-'));
  try {
    const app = await startApp(['--data', data, ...options]);
    try {
      await app.until<{ ingest: { phase: string } }>('{ ingest { phase } }', ({ ingest }) => ingest.phase === 'LIVE');
      return await use(app);
    } finally {
      await app.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
