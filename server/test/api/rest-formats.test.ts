import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryReader } from '../../src/history/history.ts';
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

const paths = (): string[] => [
  '/api/anomalies?limit=300',
  '/api/anomalies?limit=all',
  `/api/subscriber/${seeded.model.subscribers()[0]!.subscriber}?limit=all`,
  '/api/statistics?',
];

/** Each field as CSV has it, with the fields of an object in the row named `outer.inner`. */
const cellsOf = (row: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(cellsOf(value)).map(([inner, cell]) => [`${name}.${inner}`, cell])
        : [[name, value === null ? '' : String(value as string | number | boolean)]],
    ),
  );

describe('the three forms of an answer', () => {
  it('say the same', async () => {
    for (const path of paths()) {
      const asked = (format: string) => contract.ask(`${path}&format=${format}`);
      const [json, csv, ndjson] = await Promise.all([asked('json'), asked('csv'), asked('ndjson')]);
      const rows = [json.json].flat() as object[];
      expect(rows.length).toBeGreaterThan(0);
      expect(ndjson.text).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const records = parse<Record<string, string>>(csv.text, { columns: true, record_delimiter: '\r\n' });
      expect(records).toEqual(rows.map(cellsOf));
      expect(Object.keys(records[0]!)).toEqual(Object.keys(cellsOf(rows[0]!)));
    }
  });

  it('have a header in CSV and nothing in NDJSON when there is no row', async () => {
    const text = async (query: string): Promise<string> => (await contract.ask(`/api/subscriber/nobody?${query}`)).text;
    const header = 'IdPSX,IdSubscriber,UpTx,DownTx,Start1hPeriod,Start10mPeriod\r\n';
    for (const limit of ['limit=5', 'limit=all']) {
      expect(await text(`${limit}&format=csv`)).toBe(header);
      expect(await text(`${limit}&format=ndjson`)).toBe('');
    }
  });

  it('are chosen by Accept, unless the query says which', async () => {
    const contentType = async (accept: string, query = ''): Promise<string | null> =>
      (await contract.ask(`/api/statistics${query}`, { headers: { accept } })).headers.get('content-type');
    expect(await contentType('text/csv, */*;q=0.1')).toBe('text/csv; charset=utf-8; header=present');
    expect(await contentType('application/x-ndjson')).toBe('application/x-ndjson');
    expect(await contentType('text/html, */*;q=0.1')).toBe('application/json; charset=utf-8');
    expect(await contentType('text/csv', '?format=json')).toBe('application/json; charset=utf-8');
    expect(await contentType('image/png', '?format=ndjson')).toBe('application/x-ndjson');
  });

  it('tell caches that Accept matters, and to ask each time', async () => {
    for (const path of paths()) {
      const { headers } = await contract.ask(path);
      expect([headers.get('vary'), headers.get('cache-control')]).toEqual(['Accept', 'no-cache']);
      expect(headers.has('last-modified')).toBe(false);
    }
  });
});

it('a name that a spreadsheet would run is harmless in CSV, and as it is in JSON', async () => {
  const subscriber = '=HYPERLINK("http://evil.example")';
  const sample = { subscriber, device: '62.0', slotStart: 600, seconds: 600, upBytes: 1, downBytes: 2, late: false };
  const hostile = await startApi({
    listSubscriberSamples: () => Promise.resolve([{ ...sample, reportedAt: 1200 }]),
  } as unknown as HistoryReader);
  const load = async (format: string): Promise<string> =>
    (await fetch(`${hostile.url}/api/subscriber/x?format=${format}`)).text();
  expect((await load('csv')).split('\r\n')[1]).toBe(`3,"'=HYPERLINK(""http://evil.example"")",1,2,0,600000`);
  expect(JSON.parse(await load('json'))).toMatchObject([{ IdSubscriber: subscriber }]);
  await hostile.stop();
});

describe('ETag', () => {
  it('saves a client that has the answer from getting it again, also with HEAD', async () => {
    for (const path of ['/api/statistics', '/api/anomalies?limit=20', '/api/anomalies?limit=20&format=csv']) {
      const { headers } = await contract.ask(path);
      const etag = headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]{22}"$/);
      for (const given of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        for (const method of ['GET', 'HEAD']) {
          const again = await contract.ask(path, { method, headers: { 'if-none-match': given } });
          expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
          expect(again.headers.get('link')).toBe(headers.get('link'));
        }
      }
      expect((await contract.ask(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    }
  });

  it('is another for each form and each page, and absent from a stream', async () => {
    const queries = ['limit=20', 'limit=21', 'limit=20&format=csv', 'limit=20&format=ndjson', 'limit=all'];
    const etags = await Promise.all(
      queries.map(async (query) => (await contract.ask(`/api/anomalies?${query}`)).headers.get('etag')),
    );
    expect(new Set(etags).size).toBe(5);
    expect(etags.at(-1)).toBeNull();
  });
});

it('HEAD tells the headers of GET, Link included', async () => {
  for (const path of paths()) {
    const [got, head] = await Promise.all([contract.ask(path), contract.ask(path, { method: 'HEAD' })]);
    expect([head.status, head.text]).toEqual([200, '']);
    for (const name of ['content-type', 'content-length', 'cache-control', 'etag', 'link', 'vary']) {
      expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
  }
});
