import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../api-fixture.ts';
import { endlessHistory } from '../endless-history.ts';

const rows = 200_000;
const path = '/api/anomalies?limit=all&format=';
/** What sockets buffer on their way, in both directions of a loopback, and one chunk of rows more. */
const mostReadAhead = 40_000;

let api: TestApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

async function serve(history: ReturnType<typeof endlessHistory>['history']): Promise<TestApi> {
  api = await startApi(history, { limits: { stopGraceMs: 0 } });
  return api;
}

/** The answer, of which nothing is read until the caller does. */
async function open(url: string): Promise<IncomingMessage> {
  const asked = request(url, { agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

describe('a stream of 200,000 rows', () => {
  it.each(['json', 'csv', 'ndjson'])('in %s reads history no further than its client takes it', async (format) => {
    const { history, rowsRead } = endlessHistory(rows);
    const answer = await open((await serve(history)).url + path + format);
    let taken = 0;
    let furthest = 0;
    let newlines = 0;
    let tail = '';
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      const text = chunk.toString('latin1');
      taken += format === 'json' ? text.split('"anomaly_id"').length - 1 : text.split('\n').length - 1;
      newlines += text.split('\n').length - 1;
      tail = (tail + text).slice(-10);
      furthest = Math.max(furthest, rowsRead() - taken);
      // The server could do all the reading it wanted between two of the client's.
      for (let n = 0; n < 5; n++) await turn();
    }
    expect(answer.complete).toBe(true);
    expect(rowsRead()).toBe(rows);
    expect(newlines).toBe({ json: 0, csv: rows + 1, ndjson: rows }[format]);
    expect(tail.endsWith('}]')).toBe(format === 'json');
    expect(furthest).toBeGreaterThan(0);
    expect(furthest).toBeLessThan(mostReadAhead);
  });

  it('is read no further when its client leaves, and makes room for others', async () => {
    const { history, rowsRead } = endlessHistory(rows);
    const { url } = await serve(history);
    const answers = await Promise.all(Array.from({ length: 32 }, () => open(`${url}${path}ndjson`)));
    const refused = await fetch(`${url}/api/anomalies?limit=1`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ code: 'TOO_BUSY', status: 503 });
    for (const answer of answers) answer.destroy();
    let status = 503;
    while (status === 503) ({ status } = await fetch(`${url}/api/anomalies?limit=1`));
    expect(status).toBe(200);
    expect(rowsRead()).toBeLessThan(32 * mostReadAhead);
  });

  it('that fails in the middle is cut off, and told of in the log', async () => {
    for (const format of ['json', 'csv', 'ndjson']) {
      const { history } = endlessHistory(rows, 20_000);
      const served = await serve(history);
      const response = await fetch(served.url + path + format);
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow('terminated');
      expect(served.logged.join('')).toContain('planted in the middle');
      await served.stop();
    }
    api = null;
  });

  it('that fails before its first row is a problem', async () => {
    const { history } = endlessHistory(rows, 0);
    const response = await fetch(`${(await serve(history)).url}${path}csv`);
    expect([response.status, response.headers.get('content-type')]).toEqual([500, 'application/problem+json']);
  });
});
