import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import { HistoryUnavailable } from '../../src/history/history-unavailable.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { startApi, type TestApi } from '../api-fixture.ts';
import { restContract, type RestContract } from '../rest-contract.ts';

let api: TestApi;
let contract: RestContract;
const nothing = { subscribers: 0, samples: 0, upBytes: 0, downBytes: 0, anomalies: 0, firstSlot: null, lastSlot: null };

beforeAll(async () => {
  api = await startApi({ statistics: () => Promise.resolve(nothing) } as unknown as HistoryReader);
  contract = await restContract(api.url);
});
afterAll(() => api.stop());

describe('a request that is not right', () => {
  it.each([
    [
      400,
      'GET',
      '/api/anomalies?limt=5',
      'The query parameter "limt" is unknown; expected limit, cursor, format, from, to, kind, severity, device, subscriber, alerted',
    ],
    [400, 'GET', '/api/statistics?limit=5', 'The query parameter "limit" is unknown; expected from, to, format'],
    [400, 'GET', '/api/anomalies?limit=0', 'The query parameter "limit" is "0"; expected 1 to 10000, or all'],
    [400, 'GET', '/api/anomalies?limit=10001', 'The query parameter "limit" is "10001"; expected 1 to 10000, or all'],
    [400, 'GET', '/api/anomalies?limit=1e3', 'The query parameter "limit" is "1e3"; expected 1 to 10000, or all'],
    [400, 'GET', '/api/anomalies?limit=1&limit=2', 'The query parameter "limit" is given twice'],
    [400, 'GET', '/api/anomalies?limit=ALL', 'The query parameter "limit" is "ALL"; expected 1 to 10000, or all'],
    [
      400,
      'GET',
      '/api/statistics?from=2024-01-01%2000:10:00',
      'The query parameter "from" is "2024-01-01 00:10:00"; expected RFC 3339 with an offset, such as "2024-01-01T00:10:00Z"',
    ],
    [
      400,
      'GET',
      '/api/statistics?to=2024-02-30T00:00:00Z',
      'The query parameter "to" is "2024-02-30T00:00:00Z"; there is no such day',
    ],
    [400, 'GET', '/api/statistics?from=2024-01-01T00:00:00+01:00', '(the + of an offset is written %2B)'],
    [
      400,
      'GET',
      '/api/anomalies?from=2024-01-02T00:00:00Z&to=2024-01-02T00:00:00Z',
      'The query parameter "to" is not after "from"; expected a later moment, because the range is half-open',
    ],
    [400, 'GET', '/api/anomalies?format=xml', 'The query parameter "format" is "xml"; expected json, csv, ndjson'],
    [400, 'GET', '/api/subscriber/%E0%A4%A', '"%E0%A4%A" is not a subscriber: its percent-encoding is broken'],
    [
      404,
      'GET',
      '/api/anomaly',
      'There is no /api/anomaly; expected /api/anomalies, /api/subscriber/{id}, /api/statistics, /api/anomalies/stream, /api/openapi.json or /api/docs',
    ],
    [404, 'GET', '/api/subscriber/1/2', 'There is no /api/subscriber/1/2; expected'],
    [404, 'POST', '/api/', 'There is no /api/'],
    [405, 'POST', '/api/statistics', 'POST is not possible here; expected GET, HEAD, OPTIONS'],
    [405, 'DELETE', '/api/subscriber/1', 'DELETE is not possible here; expected GET, HEAD, OPTIONS'],
  ])('%d: %s %s', async (status, method, path, detail) => {
    const { headers, json, ...response } = await contract.ask(path, { method });
    expect(response.status).toBe(status);
    expect(headers.get('allow')).toBe(status === 405 ? 'GET, HEAD, OPTIONS' : null);
    const problem = json as Record<string, unknown>;
    const members = ['type', 'title', 'status', 'detail', 'instance', 'code'];
    expect(Object.keys(problem).filter((member) => member !== 'errors')).toEqual(members);
    expect(problem).toMatchObject({ status, instance: path, detail: expect.stringContaining(detail) as unknown });
  });

  it('406: an answer in a form that there is not', async () => {
    const response = await fetch(`${api.url}/api/statistics`, {
      headers: { accept: 'text/html, image/*;q=0.5, application/json;q=0' },
    });
    expect(response.status).toBe(406);
    const accepted = await fetch(`${api.url}/api/statistics`, {
      headers: { accept: 'text/html, Application/JSON;q=0.5' },
    });
    expect(accepted.status).toBe(200);
  });

  it('tells of everything that is wrong at once', async () => {
    const { status, json } = await contract.ask('/api/anomalies?limit=0&lmit=1&kind=worm&alerted=yes&from=2024-01-01');
    expect(status).toBe(400);
    const { errors, detail, code } = json as {
      errors: { parameter: string; detail: string }[];
      detail: string;
      code: string;
    };
    expect(errors.map(({ parameter }) => parameter)).toEqual(['lmit', 'limit', 'from', 'kind', 'alerted']);
    expect(detail).toBe(errors.map((error) => error.detail).join('. '));
    expect(code).toBe('UNKNOWN_PARAMETER');
  });

  it('431: headers or a URL longer than the server reads', async () => {
    const response = await fetch(`${api.url}/api/anomalies?subscriber=${'1'.repeat(20_000)}`);
    expect(response.status).toBe(431);
  });

  it('503: history that is closed, or whose server is away', async () => {
    const away = new HistoryUnavailable('ClickHouse at db.internal:8123 refused the connection');
    const path = await mkdtemp(join(tmpdir(), 'tidewatch-closed-'));
    const settings = { slotSeconds: 600, rawRetentionDays: 1, hourlyRetentionDays: 1 };
    const closed = createHistory({
      path,
      ...settings,
      directory: new SubscriberIndex(),
      log: { warn: () => undefined },
    });
    for (const statistics of [() => closed.statistics(), () => Promise.reject(away)]) {
      const without = await startApi({ statistics } as unknown as HistoryReader);
      const strict = await restContract(without.url);
      const { status, headers, json, text } = await strict.ask('/api/statistics');
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      expect(json).toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
      expect(text).not.toContain('db.internal');
      await without.stop();
    }
    await rm(path, { recursive: true });
  });

  it('500: a fault of ours, which says nothing of itself', async () => {
    const broken = await startApi({
      statistics: () => Promise.reject(new Error('planted')),
    } as unknown as HistoryReader);
    const response = await fetch(`${broken.url}/api/statistics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('planted');
    expect(broken.logged.join('')).toContain('planted');
    await broken.stop();
  });
});
