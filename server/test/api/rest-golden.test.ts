import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { describeWithCurl } from '../requires.ts';
import { restContract, type RestContract } from '../rest-contract.ts';

interface Band {
  readonly usualBitsPerSecond: number;
  readonly highBitsPerSecond: number;
}
interface GraphqlAnomaly {
  readonly kind: string;
  readonly severity: string;
  readonly score: number;
  readonly reason: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly subscriber: { readonly number: string } | null;
  readonly expectedUp: Band;
  readonly expectedDown: Band;
}
interface Point {
  readonly start: string;
  readonly upBytes: string;
  readonly downBytes: string;
  readonly upBitsPerSecond: number;
  readonly downBitsPerSecond: number;
}

let seeded: SeededHistory;
let api: TestApi;
let contract: RestContract;
/** A range that every sample lies in. */
let whole: { from: string; to: string };

beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startApi(seeded.history);
  contract = await restContract(api.url);
  whole = { from: '2024-01-07T00:00:00Z', to: new Date((seeded.lastSlot + 86_400) * 1000).toISOString() };
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

async function ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
  const { data, errors } = await api.graphql(query, variables);
  expect(errors).toBeUndefined();
  return data as Data;
}

async function trafficOf(number: string, timeRange: { from: string; to: string }): Promise<readonly Point[]> {
  const { subscriber } = await ask<{ subscriber: { traffic: Point[] } | null }>(
    `query ($number: String!, $timeRange: TimeRange!) { subscriber(number: $number) { traffic(timeRange: $timeRange) {
      start upBytes downBytes upBitsPerSecond downBitsPerSecond } } }`,
    { number, timeRange },
  );
  return subscriber?.traffic ?? [];
}

const millisecondsOf = (moment: string): number => new Date(moment).getTime();

describe('a question in REST has the answer it has in GraphQL', () => {
  it.each([
    ['all of history', ''],
    ['a range', '2024-01-08T01:30:00Z'],
  ])('the figures of %s', async (_title, to) => {
    const from = '2024-01-07T23:40:00Z';
    const { statistics } = await ask<{ statistics: Record<string, string | number> }>(
      `query ($timeRange: TimeRange) { statistics(timeRange: $timeRange) {
        firstSlot lastSlot subscriberCount sampleCount upBytes downBytes anomalyCount } }`,
      { timeRange: to === '' ? null : { from, to } },
    );
    const { json } = await contract.ask(`/api/statistics${to === '' ? '' : `?from=${from}&to=${to}`}`);
    const samples = Number(statistics['sampleCount']);
    expect(samples).toBeGreaterThan(0);
    expect(json).toEqual({
      total_subscribers: statistics['subscriberCount'],
      total_records: samples,
      avg_upload: Number(statistics['upBytes']) / samples,
      avg_download: Number(statistics['downBytes']) / samples,
      anomalies_count: statistics['anomalyCount'],
      time_range: {
        start: String(statistics['firstSlot']).replace('T', ' ').replace('Z', ''),
        end: String(statistics['lastSlot']).replace('T', ' ').replace('Z', ''),
      },
    });
  });

  it("a subscriber's traffic, all devices together", async () => {
    for (const { subscriber } of seeded.model.subscribers()) {
      const { json } = await contract.ask(`/api/subscriber/${subscriber}?limit=all`);
      const rows = json as { Start10mPeriod: number; UpTx: number; DownTx: number }[];
      const slots = [...Map.groupBy(rows, (row) => row.Start10mPeriod)].map(([start, ofSlot]) => ({
        start,
        up: ofSlot.reduce((sum, { UpTx }) => sum + UpTx, 0),
        down: ofSlot.reduce((sum, { DownTx }) => sum + DownTx, 0),
      }));
      const points = await trafficOf(subscriber, whole);
      expect(slots).toEqual(
        points.map(({ start, upBytes, downBytes }) => ({
          start: millisecondsOf(start),
          up: Number(upBytes),
          down: Number(downBytes),
        })),
      );
    }
  });

  it('the anomalies of subscribers, with their traffic above the band', async () => {
    const fields = `kind severity score reason openedAt closedAt subscriber { number }
      expectedUp { usualBitsPerSecond highBitsPerSecond } expectedDown { usualBitsPerSecond highBitsPerSecond }`;
    const { anomalies } = await ask<{ anomalies: { edges: { node: GraphqlAnomaly }[] } }>(
      `{ anomalies(first: 200, filter: { severities: [CRITICAL, INFO] }) { edges { node { ${fields} } } } }`,
    );
    const expected: object[] = [];
    for (const { node } of anomalies.edges) expected.push(...(await rowsOf(node)));
    const { json } = await contract.ask('/api/anomalies?limit=all&severity=critical&severity=info');
    expect(expected.length).toBeGreaterThan(500);
    expect(json).toEqual(expected);
  });

  /** As REST has them. What GraphQL does not tell, which device carried most of a slot and the id of the anomaly, may be anything. */
  async function rowsOf(anomaly: GraphqlAnomaly): Promise<object[]> {
    const { subscriber, openedAt, closedAt, expectedUp, expectedDown } = anomaly;
    if (subscriber === null) return [];
    const points = await trafficOf(subscriber.number, { from: openedAt, to: closedAt ?? whole.to });
    const above = points.filter(
      (point) =>
        point.upBitsPerSecond > expectedUp.highBitsPerSecond ||
        point.downBitsPerSecond > expectedDown.highBitsPerSecond,
    );
    const near = (bits: number): unknown => expect.closeTo((bits / 8) * 600, 3) as unknown;
    return (above.length > 0 ? above : points).toReversed().map(({ start, upBytes, downBytes }) => ({
      IdPSX: expect.any(Number) as unknown,
      IdSubscriber: subscriber.number,
      UpTx: Number(upBytes),
      DownTx: Number(downBytes),
      Start1hPeriod: Math.floor(millisecondsOf(start) / 3_600_000) * 3_600_000,
      Start10mPeriod: millisecondsOf(start),
      UpTx_mean: near(expectedUp.usualBitsPerSecond),
      DownTx_mean: near(expectedDown.usualBitsPerSecond),
      UpTx_std: near((expectedUp.highBitsPerSecond - expectedUp.usualBitsPerSecond) / 3),
      DownTx_std: near((expectedDown.highBitsPerSecond - expectedDown.usualBitsPerSecond) / 3),
      is_anomaly: true,
      anomaly_id: expect.any(String) as unknown,
      kind: anomaly.kind.toLowerCase().replace('_', '-'),
      severity: anomaly.severity.toLowerCase(),
      score: anomaly.score,
      reason: anomaly.reason,
    }));
  }
});

describeWithCurl('curl', (path) => {
  it('gets what fetch gets', async () => {
    const args = ['-s', '-H', 'Accept: text/csv', `${api.url}/api/anomalies?limit=all`];
    const { stdout } = await promisify(execFile)(path, args, { maxBuffer: 1e8 });
    expect(stdout).toBe((await contract.ask('/api/anomalies?limit=all&format=csv')).text);
  });

  it('gets nothing when it has the answer already', async () => {
    const { headers } = await contract.ask('/api/statistics');
    const args = [
      '-s',
      '-w',
      '%{http_code}',
      '-H',
      `If-None-Match: ${headers.get('etag')}`,
      `${api.url}/api/statistics`,
    ];
    expect((await promisify(execFile)(path, args)).stdout).toBe('304');
  });
});
