import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { anomalyOf, blockOf, eventOf, slotSeconds, withTotals } from '../history-commits.ts';
import { restContract, type RestContract } from '../rest-contract.ts';
import { restPage, restPages } from '../rest-pages.ts';

type Row = Readonly<Record<string, unknown>>;

let seeded: SeededHistory;
let api: TestApi;
let contract: RestContract;
let everyRow: readonly Row[];

beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startApi(seeded.history);
  contract = await restContract(api.url);
  everyRow = await rowsOf('/api/anomalies?limit=10000');
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

const rowsOf = async (path: string): Promise<readonly Row[]> => (await restPage(contract, path)).rows;
const walk = async (path: string): Promise<Row[]> => (await Array.fromAsync(restPages(contract, path))).flat();
const subscriberPath = (): string => `/api/subscriber/${seeded.model.subscribers()[0]!.subscriber}`;

describe('the pages of /api/anomalies', () => {
  it.each([97, 500])('of %d rows give what one page gives, in the same order', async (limit) => {
    expect(everyRow.length).toBeGreaterThan(1000);
    const pages = await Array.fromAsync(restPages(contract, `/api/anomalies?limit=${limit}`));
    expect(pages.slice(0, -1).every((rows) => rows.length === limit)).toBe(true);
    expect(pages.flat()).toEqual(everyRow);
  });

  it('have no next one after the last row, even when it fills the page', async () => {
    const { rows, next } = await restPage(contract, `/api/anomalies?limit=${everyRow.length}`);
    expect([rows.length, next]).toEqual([everyRow.length, null]);
  });

  it('keep filters and form in their links', async () => {
    const path = '/api/anomalies?limit=40&severity=critical&severity=info&format=json&kind=burst';
    const { next } = await restPage(contract, path);
    expect(next).toMatch(
      /^\/api\/anomalies\?limit=40&severity=critical&severity=info&format=json&kind=burst&cursor=[\w-]+$/,
    );
    const expected = everyRow.filter((row) => row['kind'] === 'burst' && row['severity'] !== 'warning');
    expect(await walk(path)).toEqual(expected);
  });
});

describe('the pages of /api/subscriber/{id}', () => {
  it('go back in time, each with the oldest row first', async () => {
    const all = await rowsOf(subscriberPath());
    expect(all.length).toBeGreaterThan(20);
    const pages = await Array.fromAsync(restPages(contract, `${subscriberPath()}?limit=7`));
    expect(pages[0]).toEqual(all.slice(-7));
    expect(pages.toReversed().flat()).toEqual(all);
  });
});

describe('limit=all', () => {
  it('gives every row, as one answer without a next page', async () => {
    for (const path of ['/api/anomalies', subscriberPath()]) {
      const { rows, next } = await restPage(contract, `${path}?limit=all`);
      expect([rows, next]).toEqual([await rowsOf(`${path}?limit=10000`), null]);
    }
  });

  it('begins at a cursor when it is given one', async () => {
    // How many rows there are to a page is no part of the question that a cursor belongs to.
    for (const [path, rest] of [
      ['/api/anomalies', everyRow.slice(10)],
      [subscriberPath(), (await rowsOf(subscriberPath())).slice(0, -10)],
    ] as const) {
      const { next } = await restPage(contract, `${path}?limit=10`);
      expect(rest.length).toBeGreaterThan(0);
      expect(await rowsOf((next ?? '').replace('limit=10', 'limit=all'))).toEqual(rest);
    }
  });

  it('is an empty list when there is no row', async () => {
    expect((await contract.ask('/api/subscriber/nobody?limit=all')).text).toBe('[]');
    expect((await contract.ask('/api/anomalies?limit=all&kind=device-outage')).text).toBe('[]');
  });
});

describe('filters and ranges', () => {
  it('leave out rows, and change none', async () => {
    const idsWhere = (test: (anomaly: SeededHistory['anomalies'][number]) => boolean): Set<unknown> =>
      new Set(seeded.anomalies.filter(test).map(({ id }) => id));
    const someone = String(everyRow[0]!['IdSubscriber']);
    const cases = [
      ['alerted=false', idsWhere(({ alerted }) => !alerted)],
      ['device=66.1', idsWhere(({ device }) => device === '66.1')],
      [`subscriber=${someone}`, idsWhere(({ subscriber }) => subscriber === someone)],
      ['kind=silence&kind=device-shift', idsWhere(({ kind }) => kind === 'silence')],
    ] as const;
    for (const [query, ids] of cases) {
      const rows = await rowsOf(`/api/anomalies?limit=all&${query}`);
      expect(rows).toEqual(everyRow.filter((row) => ids.has(row['anomaly_id'])));
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThan(everyRow.length);
    }
  });

  it('are half-open, with any offset, on all three routes', async () => {
    const from = Number(everyRow[200]!['Start10mPeriod']);
    const to = from + 3 * slotSeconds * 1000;
    const range = `from=${encodeURIComponent(new Date(from + 7_200_000).toISOString().replace('Z', '+02:00'))}&to=${new Date(to).toISOString()}`;
    const isWithin = (row: Row): boolean => Number(row['Start10mPeriod']) >= from && Number(row['Start10mPeriod']) < to;
    const inRange = everyRow.filter(isWithin);
    expect(inRange.some((row) => row['Start10mPeriod'] === from)).toBe(true);
    expect(await walk(`/api/anomalies?limit=10&${range}`)).toEqual(inRange);
    const ofSubscriber = await rowsOf(subscriberPath());
    expect(await rowsOf(`${subscriberPath()}?${range}`)).toEqual(ofSubscriber.filter(isWithin));
    const { json } = await contract.ask(`/api/statistics?${range}`);
    expect(json).toMatchObject({
      total_records: (await seeded.history.statistics({ from: from / 1000, to: to / 1000 })).samples,
    });
  });

  it('may be open at either end', async () => {
    const middle = Number(everyRow[300]!['Start10mPeriod']);
    const moment = new Date(middle).toISOString();
    const [later, earlier] = await Promise.all([
      walk(`/api/anomalies?from=${moment}`),
      walk(`/api/anomalies?to=${moment}`),
    ]);
    expect(later).toEqual(everyRow.filter((row) => Number(row['Start10mPeriod']) >= middle));
    expect(later.length + earlier.length).toBe(everyRow.length);
  });
});

describe('a cursor', () => {
  it.each(['', 'garbage', 'AAAAAAAAAAAAAAAAAAAAAAAA'])('"%s" is refused', async (cursor) => {
    const { status, json } = await contract.ask(`/api/anomalies?cursor=${cursor}`);
    expect([status, json]).toMatchObject([
      400,
      { code: 'BAD_CURSOR', errors: [{ parameter: 'cursor', code: 'BAD_CURSOR' }] },
    ]);
  });

  it('of another question, or of GraphQL, is refused', async () => {
    const { next } = await restPage(contract, '/api/anomalies?limit=1&kind=burst');
    const cursor = new URL(next ?? '', api.url).searchParams.get('cursor') ?? '';
    const { data } = await api.graphql('{ anomalies(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = (data['anomalies'] as { pageInfo: { endCursor: string } }).pageInfo;
    for (const path of [
      `/api/anomalies?cursor=${cursor}`,
      `/api/anomalies?cursor=${cursor}&kind=silence`,
      `${subscriberPath()}?cursor=${cursor}`,
      `/api/anomalies?cursor=${endCursor}`,
    ]) {
      expect((await contract.ask(path)).json).toMatchObject({ code: 'BAD_CURSOR' });
    }
    expect((await contract.ask(`/api/anomalies?cursor=${cursor}&kind=burst`)).status).toBe(200);
  });
});

describe('while anomalies arrive between pages', () => {
  it('no row comes twice and none is left out', async () => {
    const first = await restPage(contract, '/api/anomalies?limit=203');
    const place = seeded.anomalies.find(({ id }) => id === first.rows.at(-1)!['anomaly_id'])!;
    const beside = (id: string, detectedAt: number) =>
      anomalyOf({ ...place, id, detectedAt, closedAt: null, openedAt: detectedAt - slotSeconds });
    const arrived = [
      beside('newer', place.detectedAt + slotSeconds),
      beside('0-just-before', place.detectedAt),
      beside('zz-just-after', place.detectedAt),
      beside('older', place.detectedAt - slotSeconds),
    ];
    // A new slot of everybody makes the open anomalies longer, at their newer end.
    const slotStart = seeded.lastSlot + slotSeconds;
    const everybody = seeded.model.subscribers().map(({ subscriber }) => ({ subscriber, up: 1e9, down: 1e9 }));
    const blocks = [blockOf(seeded.directory, { slotStart }, everybody)];
    const events = arrived.map((anomaly, n) => eventOf('opened', slotStart + slotSeconds, n, anomaly));
    await seeded.history.commit(withTotals(slotStart, blocks, { events }));

    const rest = await walk(first.next ?? '');
    // The page ended in the middle of an anomaly.
    expect(rest[0]!['anomaly_id']).toBe(place.id);
    const walked = [...first.rows, ...rest];
    const keyOf = (row: Row): string => `${String(row['anomaly_id'])} ${String(row['Start10mPeriod'])}`;
    const keys = walked.map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    const isOld = (row: Row): boolean =>
      Number(row['Start10mPeriod']) < slotStart * 1000 && !arrived.some(({ id }) => id === row['anomaly_id']);
    expect(walked.filter(isOld)).toEqual(everyRow);
    const come = new Set(rest.map((row) => row['anomaly_id']));
    expect(arrived.map(({ id }) => come.has(id))).toEqual([false, false, true, true]);
  });
});
