import { afterEach, beforeEach, expect, it } from 'vitest';
import { asRadclientReadsIt, runRadclient } from '../radclient.ts';
import { createRadiusPlace, type RadiusPlace } from '../radius-place.ts';
import { toldSessions } from '../radius-sessions.ts';
import { describeWithRadclient } from '../requires.ts';
import { startServer, type ServerProcess } from '../server-process.ts';

/** Three hours ago: every slot has been waited for by now. */
const begin = (Math.floor(Date.now() / 600_000) - 18) * 600;

describeWithRadclient('RADIUS accounting that is cut off by kill -9', (radclient) => {
  let place: RadiusPlace;
  let running: ServerProcess;

  beforeEach(async () => {
    place = await createRadiusPlace();
    running = await startServer(place.options);
  });

  afterEach(async () => {
    await running.kill();
    await place.remove();
  });

  /** Resolves when it has answered so many requests. */
  async function answered(requests: number): Promise<void> {
    for (;;) {
      const exposition = await fetch(`${running.url}/metrics`).then((answer) => answer.text());
      const counts = exposition.matchAll(/^tidewatch_radius_requests_total\{.*\} (\d+)$/gm);
      if (counts.reduce((sum, [, count]) => sum + Number(count), 0) >= requests) return;
    }
  }

  async function sums(): Promise<unknown> {
    const body = JSON.stringify({ query: '{ statistics { upBytes downBytes } }' });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${running.url}/graphql`, { method: 'POST', headers, body });
    return ((await response.json()) as { data: { statistics: unknown } }).data.statistics;
  }

  it('and sent again until it is answered is in history once, to the byte', { timeout: 60_000 }, async () => {
    const { requests, upBytes, downBytes } = toldSessions(begin, 500, 6, 3);
    const patient = { parallel: 1000, retries: 100, timeoutSeconds: 1 };
    const sending = runRadclient(radclient, requests.map(asRadclientReadsIt).join(''), { ...place, ...patient });
    await answered(1);
    await running.kill();
    running = await startServer(place.options);
    expect(await sending).toMatchObject({ accepted: 3000 });
    await expect.poll(sums, { timeout: 30_000 }).toEqual({ upBytes: `${upBytes}`, downBytes: `${downBytes}` });
  });
});
