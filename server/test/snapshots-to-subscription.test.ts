import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { writeQuickRule } from './quick-rule.ts';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type Rates, type SnapshotFolder } from './snapshot-folder.ts';

const learned = 150;
const usual = (slot: number): Rates => ({
  '4114': [20_000 + 900 * Math.sin(slot), 90_000 + 4000 * Math.cos(slot)],
  '7560': [50_000, 100_000 + 700 * Math.sin(2 * slot)],
});
const attacked = (slot: number): Rates => ({ ...usual(slot), '4114': [2_000_000, 90_000] });

let folder: SnapshotFolder;
let data: string;
let app: RunningApp;

beforeAll(async () => {
  folder = await createSnapshotFolder();
  data = await mkdtemp(join(tmpdir(), 'tidewatch-data-'));
  for (let slot = 0; slot < learned; slot++) await folder.write('62.0', slot, usual(slot));
  app = await start();
});

afterAll(async () => {
  await app.stop();
  await folder.remove();
  await rm(data, { recursive: true, force: true });
});

async function start(): Promise<RunningApp> {
  return startAppOn(folder, data, '--lateness', '0', '--rule', await writeQuickRule(data, { closeMinutes: 30 }));
}

interface Ingest {
  ingest: {
    phase: string;
    dataAsOf: string;
    accounting: { files: number; rows: number; accepted: number; dropped: { reason: string; rows: number }[] };
  };
}
const ingest = '{ ingest { phase dataAsOf accounting { files rows accepted dropped { reason rows } } } }';
const settledAt =
  (files: number) =>
  (answer: Ingest): boolean =>
    answer.ingest.accounting.files === files && answer.ingest.phase === 'LIVE';

interface EventData {
  anomalyEvents: {
    type: string;
    cursor: string;
    anomaly: { kind: string; openedAt: string; detectedAt: string; reason: string; subscriber: { number: string } };
  };
}

describe('from snapshot files to the subscription', () => {
  it('reads what the folder holds, then finds an attack in files that arrive, and tells it over the socket', async () => {
    await app.until<Ingest>(ingest, settledAt(learned));
    const client = createClient({
      url: app.url.replace('http', 'ws') + '/graphql',
      webSocketImpl: WebSocket,
      lazy: false,
    });
    const connected = Promise.withResolvers<void>();
    client.on('connected', () => connected.resolve());
    await connected.promise;
    const events = client.iterate<EventData>({
      query:
        'subscription { anomalyEvents { cursor ... on AnomalyEvent { type anomaly { kind openedAt detectedAt reason subscriber { number } } } } }',
    });
    const first = events.next();
    // A question over the same socket is answered after the subscription before it has begun.
    await client.iterate({ query: '{ ingest { phase } }' }).next();
    for (let slot = learned; slot < learned + 3; slot++) await folder.write('62.0', slot, attacked(slot));
    const { value } = await first;
    expect(value?.data?.anomalyEvents).toMatchObject({
      type: 'OPENED',
      anomaly: {
        kind: 'BURST',
        openedAt: '2024-01-02T01:00:00Z',
        detectedAt: '2024-01-02T01:10:00Z',
        subscriber: { number: '4114' },
      },
    });
    expect(value!.data!.anomalyEvents.anomaly.reason).toMatch(
      /^Uploaded 1\.2 GB between 2024-01-02 01:00 and 01:10, usually /,
    );
    await client.dispose();
  });

  it('answers the same from history, over REST and GraphQL', async () => {
    const { anomalies } = await app.query<{
      anomalies: { totalCount: number; edges: { node: { subscriber: { number: string } } }[] };
    }>('{ anomalies { totalCount edges { node { subscriber { number } } } } }');
    expect(anomalies).toEqual({ totalCount: 1, edges: [{ node: { subscriber: { number: '4114' } } }] });
    const rows = (await (await fetch(`${app.url}/api/anomalies`)).json()) as Record<string, unknown>[];
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      IdPSX: 3,
      IdSubscriber: 4114,
      UpTx: 1_200_000_000,
      DownTx: 54_000_000,
      is_anomaly: true,
    });
    const own = (await (await fetch(`${app.url}/api/subscriber/4114`)).json()) as Record<string, unknown>[];
    expect(own).toHaveLength(learned + 3);
  });

  it('judges every point of a subscriber by the code that judged it live', async () => {
    const { subscriber } = await app.query<{
      subscriber: {
        baseline: {
          start: string;
          expectedUp: { highBitsPerSecond: number } | null;
          upBitsPerSecond: number;
          zUp: number | null;
        }[];
      };
    }>(
      '{ subscriber(number: "4114") { baseline(timeRange: { from: "2024-01-01T00:00:00Z", to: "2024-01-03T00:00:00Z" }) { start upBitsPerSecond zUp expectedUp { highBitsPerSecond } } } }',
    );
    expect(subscriber.baseline).toHaveLength(learned + 3);
    expect(subscriber.baseline.slice(0, 144).every((point) => point.expectedUp === null && point.zUp === null)).toBe(
      true,
    );
    const outside = subscriber.baseline.filter(
      (point) => point.expectedUp !== null && point.upBitsPerSecond > point.expectedUp.highBitsPerSecond,
    );
    expect(outside.map((point) => point.start)).toEqual([
      '2024-01-02T01:00:00Z',
      '2024-01-02T01:10:00Z',
      '2024-01-02T01:20:00Z',
    ]);
  });

  it('keeps the good rows of a file with bad ones, and says where and why for each of the others', async () => {
    await folder.write('62.0', learned + 3, usual(learned + 3), ['1,3,99,02-01-2024 01:30:00,,600,-5,7', 'nonsense']);
    await app.until<Ingest>(ingest, settledAt(learned + 4));
    const { ingest: account } = await app.query<Ingest & { ingest: { deadLetters: { edges: { node: unknown }[] } } }>(
      '{ ingest { accounting { files rows accepted dropped { reason rows } } deadLetters { edges { node { file line column reason given } } } } }',
    );
    expect(account.accounting).toMatchObject({ rows: 2 * (learned + 4) + 2, accepted: 2 * (learned + 4) });
    expect(account.deadLetters.edges.map((edge) => edge.node)).toEqual([
      { file: 'psx_62.0_2024-01-02 01:40:00.csv', line: 4, column: 'UpTx', reason: 'NEGATIVE_COUNTER', given: '-5' },
      {
        file: 'psx_62.0_2024-01-02 01:40:00.csv',
        line: 5,
        column: '',
        reason: 'WRONG_COLUMN_COUNT',
        given: 'nonsense',
      },
    ]);
  });

  it('goes on after a restart without reading a file twice, and still knows the open anomaly', async () => {
    await app.stop();
    app = await start();
    await app.until<Ingest>(ingest, settledAt(learned + 4));
    for (let slot = learned + 4; slot < learned + 22; slot++) await folder.write('62.0', slot, usual(slot));
    const { ingest: account } = await app.until<Ingest>(ingest, settledAt(learned + 22));
    expect(account.accounting.rows).toBe(2 * (learned + 22) + 2);
    const { anomalies } = await app.query<{
      anomalies: { edges: { node: { status: string; closedAt: string; slots: number } }[] };
    }>('{ anomalies { edges { node { status closedAt slots } } } }');
    expect(anomalies.edges).toEqual([{ node: { status: 'CLOSED', closedAt: '2024-01-02T01:30:00Z', slots: 3 } }]);
  });
});
