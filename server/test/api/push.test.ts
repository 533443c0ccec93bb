import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HistoryUnavailable } from '../../src/history/history-unavailable.ts';
import { startApi } from '../api-fixture.ts';
import { emptyHistory, raw } from '../bare-api.ts';
import { seededRandom } from '../random.ts';
import { pushedAt, requestOf, sample, startPushApi, type PushApi, type Sent } from '../push-fixture.ts';
import { restContract, type RestAnswer, type RestContract } from '../rest-contract.ts';

const snapshotFile = `IdSession,IdPSX,IdSubscriber,StartSession,EndSession,Duartion,UpTx,DownTx
15,3,7560,01-01-2027 11:00:00,,3600,80,90
16,3,4114,01-01-2027 11:30:00,,1800,8,9
`;
const sessionsPath = '/ingest/sessions?device=62.0&snapshotAt=2027-01-01T12:00:00Z';
const samples = JSON.stringify([sample]);

let api: PushApi;
let contract: RestContract;

beforeAll(async () => {
  api = await startPushApi();
  contract = await restContract(api.url);
});
afterAll(() => api.remove());

const push = (sent: Sent = {}, to = contract): Promise<RestAnswer> => to.ask(...requestOf(sent, api.secrets));

/** Of the newest row of the subscriber. */
async function bytesKept(subscriber: string): Promise<[up: number, down: number][]> {
  const records = await api.history.receivedRecords({ form: 'sample', device: '62.0', snapshotAt: pushedAt });
  return records.filter((record) => record.subscriber === subscriber).map(({ up, down }) => [up, down]);
}

function expectProblem({ status, json, headers }: RestAnswer, wanted: number, code: string, detail: string): void {
  expect([status, json]).toMatchObject([wanted, { code, detail: expect.stringContaining(detail) as unknown }]);
  expect(headers.get('retry-after') !== null).toBe(wanted === 429 || wanted === 503);
}

describe('what is pushed', () => {
  it.each([
    ['JSON', (row: object) => JSON.stringify([row]), 'application/json', {}],
    ['NDJSON', (row: object) => `${JSON.stringify(row)}\n`, 'application/x-ndjson', {}],
    [
      'CSV',
      (row: object) => `${Object.keys(row).join()}\n${Object.values(row).join()}\n`,
      'Text/CSV; charset="UTF-8"',
      {},
    ],
    ['packed', (row: object) => gzipSync(JSON.stringify(row)), 'application/x-ndjson', { 'content-encoding': 'gzip' }],
  ])('is in history when the answer comes: %s', async (subscriber, bodyOf, type, headers) => {
    const { status, json } = await push({ body: bodyOf({ ...sample, subscriber }), type, headers });
    expect([status, json]).toEqual([202, { accepted: 1, repeated: 0, rejected: 0, verdicts: [], moreVerdicts: 0 }]);
    expect(await bytesKept(subscriber)).toEqual([[5, 7]]);
  });

  it('takes the place of what was pushed before', async () => {
    for (const upBytes of [8, 6]) await push({ body: JSON.stringify([{ ...sample, subscriber: 'again', upBytes }]) });
    expect(await bytesKept('again')).toEqual([[6, 7]]);
  });

  it('is answered the same under the same Idempotency-Key, and not taken again', async () => {
    const keptRows = async (): Promise<unknown> => (await api.metrics.pushRowsKept.get()).values;
    const headers = { 'idempotency-key': 'a' };
    const first = await push({ headers });
    const keptOnce = await keptRows();
    const again = await push({ headers });
    expect(again.text).toBe(first.text);
    expect([first, again].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await keptRows()).toEqual(keptOnce);
    const other = await push({ headers, body: JSON.stringify([{ ...sample, upBytes: 6 }]) });
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED', 'with another body before');
    expectProblem(await push({ headers: { 'idempotency-key': 'é' } }), 400, 'BAD_REQUEST', 'Idempotency-Key');
  });
});

describe('a snapshot that is pushed', () => {
  it.each([
    [
      '',
      'The query parameter "device" is missing; expected the name of a device. The query parameter "snapshotAt" is missing',
    ],
    ['?device=62.1&snapshotAt=1', '"device" is "62.1"; expected a device of the device table. '],
    ['?device=62.0&snapshotAt=2027-01-01', '"snapshotAt" is "2027-01-01"; expected RFC 3339'],
    [
      '?device=62.0&snapshotAt=2027-01-01T12:05:01Z',
      '"snapshotAt" is 2027-01-01T12:05:01Z; expected a moment from 2026-12-29T12:00:00Z to now',
    ],
    ['?device=62.0&snapshotAt=2026-12-29T11:59:59Z', '"snapshotAt" is 2026-12-29T11:59:59Z; expected a moment'],
    ['?device=62.0&at=1', 'The query parameter "at" is unknown; expected device, snapshotAt'],
  ])('needs its device and moment: %s', async (query, detail) => {
    const { status, json } = await push({ path: `/ingest/sessions${query}`, body: snapshotFile, type: 'text/csv' });
    expect([status, json]).toMatchObject([400, { detail: expect.stringContaining(detail) as unknown }]);
  });
});

describe('a push that is refused', () => {
  const keptRows = async (): Promise<number> =>
    (await api.metrics.pushRowsKept.get()).values.reduce((sum, { value }) => sum + value, 0);

  it.each([
    [400, 'BAD_REQUEST', 'The body is not JSON', { body: '[{' }],
    [400, 'BAD_REQUEST', 'expected the header "IdSession,', { path: sessionsPath, body: 'x', type: 'text/csv' }],
    [400, 'BAD_REQUEST', 'The body is not gzip', { headers: { 'content-encoding': 'gzip' } }],
    [
      400,
      'BAD_REQUEST',
      'The body is not gzip',
      { body: gzipSync(samples).subarray(0, 30), headers: { 'content-encoding': 'gzip' } },
    ],
    [400, 'UNKNOWN_PARAMETER', 'is unknown; none is expected here', { path: '/ingest/samples?device=62.0' }],
    [413, 'BODY_TOO_LARGE', 'more than 50000 rows', { body: `[${'0,'.repeat(50_000)}0]` }],
    [
      413,
      'BODY_TOO_LARGE',
      'larger than 16777216 bytes when unpacked',
      { body: gzipSync(Buffer.alloc(2 ** 24 + 1)), headers: { 'content-encoding': 'gzip' } },
    ],
    [
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      '"text/plain"; expected application/json, application/x-ndjson, text/csv',
      { type: 'text/plain' },
    ],
    [415, 'UNSUPPORTED_MEDIA_TYPE', '"text/csv;charset=latin1"', { type: 'text/csv;charset=latin1' }],
    [415, 'UNSUPPORTED_MEDIA_TYPE', '"br"; expected gzip', { headers: { 'content-encoding': 'br' } }],
    [422, 'NO_USABLE_ROW', 'The body has no row', { body: '[]' }],
    [422, 'NO_USABLE_ROW', 'None of 2 rows can be used', { body: '[{},5]' }],
  ] as const)('%d %s: %s', async (status, code, detail, sent) => {
    const before = await keptRows();
    expectProblem(await push(sent), status, code, detail);
    expect(await keptRows()).toBe(before);
  });

  it('is never a fault of ours, whatever was done to a packed body', async () => {
    const random = seededRandom(5);
    for (let n = 0; n < 40; n++) {
      const packed = gzipSync(samples);
      packed[random.below(packed.length)] = random.below(256);
      const body = packed.subarray(0, packed.length - random.pick([0, 0, random.below(packed.length)]));
      const { status } = await push({ body, headers: { 'content-encoding': 'gzip' } });
      expect([202, 400]).toContain(status);
    }
  });

  it('says of each row why, when none can be used', async () => {
    const { json } = await push({ body: '[{},5]' });
    const verdicts = [
      { row: 1, column: 'device', reason: 'missing-field' },
      { row: 2, reason: 'unreadable-row', given: '5' },
    ];
    expect(json).toMatchObject({ outcome: { accepted: 0, repeated: 0, rejected: 2, verdicts } });
  });

  it.each([
    ['Basic eDp5', 'The request has no key', 'Bearer realm="tidewatch"'],
    ['Bearer nobody', 'not one of the file of keys', 'Bearer realm="tidewatch", error="invalid_token"'],
  ])('401: the header Authorization is %s', async (authorization, detail, challenge) => {
    const answer = await push({ headers: { authorization } });
    expectProblem(answer, 401, 'UNAUTHENTICATED', detail);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
  });

  it('403: the key is good for the other route', async () => {
    const answer = await push({ headers: { authorization: `Bearer ${api.secrets.sessions}` } });
    expectProblem(answer, 403, 'FORBIDDEN', 'The key "south" is good for sessions; expected one for samples');
    expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="samples"');
  });

  it.each(['GET', 'PUT', 'OPTIONS', 'HEAD'])('405: %s', async (method) => {
    const { status, headers } = await contract.ask('/ingest/samples', { method });
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('413: the body is larger, said beforehand or not', async () => {
    const headers = { authorization: `Bearer ${api.secrets.samples}`, 'content-type': 'application/json' };
    const url = `${api.url}/ingest/samples`;
    const tooLong = String(2 ** 24 + 1);
    const chunks = Array.from({ length: 17 }, () => ' '.repeat(2 ** 20));
    for (const sent of [
      { headers: { ...headers, 'content-length': tooLong }, chunks: ['['] },
      { headers, chunks },
    ]) {
      const { response, body } = await raw(url, { method: 'POST', ...sent });
      expect([response.statusCode, response.headers.connection]).toEqual([413, 'close']);
      expect(JSON.parse(body.toString())).toMatchObject({ code: 'BODY_TOO_LARGE' });
    }
  });
});

describe('a server that can not take it now', () => {
  it('404: has no keys', async () => {
    const without = await startApi(emptyHistory);
    const response = await fetch(`${without.url}/ingest/samples`, { method: 'POST', body: samples });
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { detail: 'Nothing is taken here; expected a start with --push-keys FILE' },
    ]);
    await without.stop();
  });

  it.each([
    ['is away', new HistoryUnavailable('ClickHouse at db.internal refused the connection')],
    ['says no', new Error('no room on /dev/sda1')],
  ])('503: history %s, and what is sent again is taken', async (name, fault) => {
    const keep = api.history.keepReceived.bind(api.history);
    api.history.keepReceived = () => Promise.reject(fault);
    const headers = { 'idempotency-key': name };
    const answer = await push({ headers });
    expectProblem(answer, 503, 'HISTORY_UNAVAILABLE', 'send them again later');
    expect(answer.text).not.toMatch(/internal|sda1/);
    expect(api.logged.join('')).toContain(fault.message);
    api.history.keepReceived = keep;
    expect((await push({ headers })).status).toBe(202);
  });

  it('503: as many bodies are under way as may be', async () => {
    const another = await api.startAnother({ requests: 1 });
    const itsContract = await restContract(another.url);
    const keep = api.history.keepReceived.bind(api.history);
    const [begun, mayKeep] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    api.history.keepReceived = async (records) => {
      begun.resolve();
      await mayKeep.promise;
      return keep(records);
    };
    const first = push({}, itsContract);
    await begun.promise;
    expectProblem(await push({}, itsContract), 503, 'TOO_BUSY', '1 bodies are under way');
    mayKeep.resolve();
    expect((await first).status).toBe(202);
    expect((await push({}, itsContract)).status).toBe(202);
    api.history.keepReceived = keep;
    await another.stop();
  });

  it('429: the key has pushed more than it may, the others have not', async () => {
    const another = await api.startAnother({ rowsPerSecond: 0.01, burstRows: 2 });
    const itsContract = await restContract(another.url);
    const three = [1, 2, 3].map((subscriber) => ({ ...sample, subscriber }));
    expect((await push({ body: JSON.stringify(three) }, itsContract)).status).toBe(202);
    const refused = await push({}, itsContract);
    expectProblem(refused, 429, 'TOO_MANY_ROWS', 'The key "north" has pushed more rows than it may');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(90);
    expect((await push({ path: sessionsPath, body: '[]' }, itsContract)).status).toBe(422);
    await another.stop();
  });
});

describe('a web page', () => {
  it('of a listed origin may not send a key', async () => {
    const headers = {
      origin: 'https://noc.example.net',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const { headers: allowed } = await fetch(`${api.url}/ingest/samples`, { method: 'OPTIONS', headers });
    expect(allowed.get('access-control-allow-headers')).not.toContain('authorization');
  });
});
