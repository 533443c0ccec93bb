import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAct } from '../../src/domain/feed-entry.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import { slotSeconds } from '../history-commits.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-acts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Gives the number of requests that were answered, before and in this run, once it was killed. */
async function actUntilKilled(path: string, answers: number): Promise<number> {
  const script = join(import.meta.dirname, 'act-until-killed.ts');
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let last = 0;
  let lines = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    // What is under way then is cut short wherever it is.
    if (++lines === answers) child.kill('SIGKILL');
  }
  await gone;
  return last;
}

it('leaves each request whole or not at all, and none that was answered is missing, whenever the process is killed', async () => {
  const path = join(folder, 'history');
  for (const answers of [1, 4, 7]) {
    const answered = await actUntilKilled(path, answers);
    const settings = { rawRetentionDays: 30, hourlyRetentionDays: 400, log: { warn: () => undefined } };
    const history = createHistory({ path, slotSeconds, directory: new SubscriberIndex(), ...settings });
    await history.open();
    const acts = (await history.feedEntries({ at: 0, ordinal: 0 }, 10_000)).filter(isAct);
    await history.close();
    const requests = Map.groupBy(acts, ({ change }) => change);
    expect([...requests.values()].map(({ length }) => length)).toEqual(Array.from(requests, () => 20));
    expect([answered, answered + 1]).toContain(requests.size);
    expect(acts.filter((act) => act.type === 'triaged' && act.after.version > requests.size)).toEqual([]);
  }
}, 120_000);
