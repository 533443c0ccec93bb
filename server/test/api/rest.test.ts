import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryReader, SubscriberSample } from '../../src/history/history.ts';
import { anomalyEvent } from '../../src/live/feed-contract.ts';
import type { Anomaly } from '../../src/domain/anomaly.ts';
import { bytesPerSecond } from '../../src/domain/traffic.ts';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { restContract, type RestContract } from '../rest-contract.ts';

let seeded: SeededHistory;
let api: TestApi;
let contract: RestContract;

beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startApi(seeded.history);
  contract = await restContract(api.url);
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

const get = async (path: string): Promise<unknown> => (await contract.ask(path)).json;

describe('GET /api/subscriber/{id}', () => {
  it('gives the rows of the subscriber with the fields of the seed, oldest first', async () => {
    const { subscriber } = seeded.model.subscribers()[0] ?? { subscriber: '' };
    const samples = seeded.model.subscriberSamples(subscriber, { from: 0, to: 2 ** 32 });
    const ids = ['66.1', '66.2', '66.3', '62.0', '69.0', '65.0'];
    const rows = (await get(`/api/subscriber/${subscriber}`)) as Record<string, unknown>[];
    expect(rows).toHaveLength(samples.length);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'IdPSX',
      'IdSubscriber',
      'UpTx',
      'DownTx',
      'Start1hPeriod',
      'Start10mPeriod',
    ]);
    const expected = samples.map(({ device, upBytes, downBytes, slotStart }) => ({
      IdPSX: ids.indexOf(device),
      IdSubscriber: subscriber,
      UpTx: upBytes,
      DownTx: downBytes,
      Start1hPeriod: Math.floor(slotStart / 3600) * 3_600_000,
      Start10mPeriod: slotStart * 1000,
    }));
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set(expected.map((row) => JSON.stringify(row))),
    );
    expect(rows.map((row) => row['Start10mPeriod'])).toEqual(expected.map((row) => row.Start10mPeriod).toReversed());
  });

  it('gives an empty array for a subscriber nobody saw', async () => {
    expect(await get('/api/subscriber/nobody')).toEqual([]);
    expect(await get('/api/subscriber/%2F%20%00')).toEqual([]);
  });
});

describe('GET /api/statistics', () => {
  it('has the fields of the seed', async () => {
    const { subscribers, samples, upBytes, downBytes } = await seeded.history.statistics();
    expect(await get('/api/statistics')).toEqual({
      total_subscribers: subscribers,
      total_records: samples,
      avg_upload: upBytes / samples,
      avg_download: downBytes / samples,
      anomalies_count: 130,
      time_range: {
        start: '2024-01-07 23:00:00',
        end: expect.stringMatching(/^2024-01-08 \d\d:\d\d:\d\d$/) as unknown,
      },
    });
  });

  it('has nulls while history is empty', async () => {
    const nothing = {
      subscribers: 0,
      samples: 0,
      upBytes: 0,
      downBytes: 0,
      anomalies: 0,
      firstSlot: null,
      lastSlot: null,
    };
    const empty = await startApi({ statistics: () => Promise.resolve(nothing) } as unknown as HistoryReader);
    expect(await (await fetch(`${empty.url}/api/statistics`)).json()).toEqual({
      total_subscribers: 0,
      total_records: 0,
      avg_upload: null,
      avg_download: null,
      anomalies_count: 0,
      time_range: { start: null, end: null },
    });
    await empty.stop();
  });
});

describe('GET /api/anomalies', () => {
  const { anomaly: surge } = anomalyEvent(0);
  const rate = bytesPerSecond;
  const flagged: Anomaly = {
    ...surge,
    subscriber: '500123',
    expected: {
      lowUp: rate(10),
      usualUp: rate(100),
      highUp: rate(400),
      lowDown: rate(10),
      usualDown: rate(200),
      highDown: rate(500),
    },
  };
  const sample = (slot: number, device: string, upBytes: number, downBytes: number): SubscriberSample => ({
    subscriber: '500123',
    device,
    slotStart: surge.openedAt + 600 * slot,
    seconds: 600,
    upBytes,
    downBytes,
    late: false,
  });
  const samples = [
    sample(3, '62.0', 240_001, 0),
    sample(2, '62.0', 240_000, 300_000),
    sample(1, '66.1', 200_000, 0),
    sample(1, '62.0', 50_000, 1),
    sample(0, '62.0', 0, 300_001),
  ];
  const history = {
    listAnomalies: (_filter: unknown, { after }: { after?: unknown }) => Promise.resolve(after ? [] : [flagged]),
    samplesOfRuns: () => Promise.resolve([samples]),
  } as unknown as HistoryReader;

  it('gives each slot above the band as the seed would have flagged it, with what we know beside', async () => {
    const golden = await startApi(history);
    const rows = (await (await fetch(`${golden.url}/api/anomalies`)).json()) as Record<string, number>[];
    const flag = {
      IdSubscriber: 500_123,
      Start1hPeriod: 1_704_063_600_000,
      UpTx_mean: 60_000,
      DownTx_mean: 120_000,
      UpTx_std: 60_000,
      DownTx_std: 60_000,
      is_anomaly: true,
      anomaly_id: 'anomaly-0',
      kind: 'upload-surge',
      severity: 'warning',
      score: 7.5,
      reason: 'Sent far more than usual.',
    };
    const openedMs = surge.openedAt * 1000;
    expect(rows).toEqual([
      {
        ...flag,
        IdPSX: 3,
        UpTx: 240_001,
        DownTx: 0,
        Start10mPeriod: openedMs + 1_800_000,
        Start1hPeriod: 1_704_067_200_000,
      },
      { ...flag, IdPSX: 0, UpTx: 250_000, DownTx: 1, Start10mPeriod: openedMs + 600_000 },
      { ...flag, IdPSX: 3, UpTx: 0, DownTx: 300_001, Start10mPeriod: openedMs },
    ]);
    for (const row of rows) {
      const { UpTx = 0, UpTx_mean = 0, UpTx_std = 0, DownTx = 0, DownTx_mean = 0, DownTx_std = 0 } = row;
      expect(UpTx > UpTx_mean + 3 * UpTx_std || DownTx > DownTx_mean + 3 * DownTx_std).toBe(true);
    }
    expect(await (await fetch(`${golden.url}/api/anomalies?limit=2`)).json()).toEqual(rows.slice(0, 2));
    await golden.stop();
  });

  it('gives each slot of an anomaly that lay within the band all along, as a silence does', async () => {
    const within = await startApi({
      ...history,
      samplesOfRuns: () => Promise.resolve([[sample(1, '62.0', 0, 0), sample(0, '62.0', 10, 0)]]),
    });
    const rows = (await (await fetch(`${within.url}/api/anomalies`)).json()) as Record<string, number>[];
    expect(rows.map(({ UpTx, Start10mPeriod }) => [UpTx, Start10mPeriod])).toEqual([
      [0, (surge.openedAt + 600) * 1000],
      [10, surge.openedAt * 1000],
    ]);
    await within.stop();
  });

  it('walks all anomalies of a real history, newest first', async () => {
    api.calls.clear();
    const rows = (await get('/api/anomalies?limit=10000')) as {
      anomaly_id: string;
      UpTx: number;
      Start10mPeriod: number;
    }[];
    expect(Object.fromEntries(api.calls)).toEqual({ listAnomalies: 3, samplesOfRuns: 3 });
    for (const { anomaly_id, UpTx, Start10mPeriod } of rows) {
      const anomaly = seeded.anomalies.find(({ id }) => id === anomaly_id);
      const slotStart = Start10mPeriod / 1000;
      const range = { from: slotStart, to: slotStart + 600 };
      const [point] = seeded.model.subscriberTraffic(anomaly?.subscriber ?? '', range, 'slot');
      expect(UpTx).toBe(point?.upBytes);
      expect(slotStart).toBeGreaterThanOrEqual(anomaly?.openedAt ?? NaN);
      expect(slotStart).toBeLessThan(anomaly?.closedAt ?? Infinity);
    }
    const order = seeded.anomalies.map(({ id }) => id);
    const places = rows.map(({ anomaly_id }) => order.indexOf(anomaly_id));
    expect(places.length).toBeGreaterThan(130);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe('OPTIONS', () => {
  it('tells what is possible', async () => {
    const options = await fetch(`${api.url}/api/statistics`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });
});
