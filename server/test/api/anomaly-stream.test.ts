import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { anomalyFields, clockTime } from '../../src/replay/anomaly-line.ts';
import type { AnomalyEvent } from '../../src/domain/anomaly.ts';
import { comparePlaces, cursorOf } from '../../src/domain/feed-entry.ts';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { anomalyOf, eventOf, slotSeconds } from '../history-commits.ts';

interface ServerSent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  readonly comment?: string;
  readonly retry?: string;
}

let seeded: SeededHistory;
let told: readonly AnomalyEvent[];
let end: number;
let api: TestApi;
const opened: AbortController[] = [];

beforeAll(async () => {
  seeded = await openSeededHistory();
  end = seeded.lastSlot + slotSeconds;
  told = seeded.events.filter(({ at }) => at <= end).toSorted(comparePlaces);
});
afterAll(() => seeded.remove());
afterEach(async () => {
  for (const left of opened.splice(0)) left.abort();
  await api.stop();
});

/** The blocks of a stream as they come, each with its fields. */
async function* stream(query = '', headers: Record<string, string> = {}): AsyncGenerator<ServerSent> {
  const left = new AbortController();
  opened.push(left);
  const response = await fetch(`${api.url}/api/anomalies/stream${query}`, { headers, signal: left.signal });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks.map(fieldsOf);
  }
}

function fieldsOf(block: string): ServerSent {
  const lines = block.split('\n').map((line) => /^(\w*): (.*)$/.exec(line)!);
  return Object.fromEntries(lines.map(([, name, value]) => [name || 'comment', value]));
}

async function take(blocks: AsyncGenerator<ServerSent>, count: number): Promise<ServerSent[]> {
  const taken: ServerSent[] = [];
  while (taken.length < count) {
    const { value, done } = await blocks.next();
    if (done) break;
    if (value.retry === undefined) taken.push(value);
  }
  return taken;
}

/** A stream of what is live, that nothing more is read of until somebody does. */
async function openFrozen(): Promise<IncomingMessage> {
  const request = get(`${api.url}/api/anomalies/stream`);
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  api.feed.publish('anomaly', [next()]);
  let text = '';
  while (!text.includes('data: {')) {
    await once(response, 'readable');
    text += String(response.read() ?? '');
  }
  return response;
}

/** More than the network between takes. */
async function publishMuch(): Promise<void> {
  const reason = 'x'.repeat(100_000);
  for (let n = 0; n < 1000; n++) {
    api.feed.publish('anomaly', [eventOf('opened', end + slotSeconds, n + 1, anomalyOf({ reason }))]);
    await new Promise(setImmediate);
  }
}

const ids = (blocks: readonly ServerSent[]) => blocks.map(({ id }) => id);
const next = (parts: Parameters<typeof anomalyOf>[0] = {}): AnomalyEvent =>
  eventOf('opened', end + slotSeconds, 0, anomalyOf(parts));

describe('the anomaly stream', () => {
  it('tells what was missed since the cursor, then what happens, each with the fields of a replay', async () => {
    api = await startApi(seeded.history);
    const blocks = stream(`?after=${cursorOf(told.at(-4)!)}`);
    expect(await blocks.next()).toMatchObject({ value: { retry: '3000' } });
    const missed = await take(blocks, 3);
    api.feed.publish('anomaly', [next()]);
    const [live] = await take(blocks, 1);
    expect([...missed, live].map((block) => [block!.id, block!.event, JSON.parse(block!.data!) as unknown])).toEqual(
      [...told.slice(-3), next()].map((event) => [
        cursorOf(event),
        event.type,
        { type: event.type, cursor: cursorOf(event), at: clockTime(event.at), ...anomalyFields(event.anomaly) },
      ]),
    );
  });

  it('goes on from the Last-Event-ID that a browser sends, whatever the address says', async () => {
    api = await startApi(seeded.history);
    const blocks = stream(`?after=${cursorOf(told[0]!)}`, { 'last-event-id': cursorOf(told.at(-3)!) });
    expect(ids(await take(blocks, 2))).toEqual(told.slice(-2).map(cursorOf));
  });

  it('says what a cursor of before the retention can not bring', async () => {
    api = await startApi(seeded.history);
    const [gap] = await take(stream('?after=1-0'), 1);
    expect(gap).toMatchObject({ event: 'gap' });
    expect(JSON.parse(gap!.data!)).toMatchObject({ type: 'gap', after: '1-0', reason: 'retention', cursor: gap!.id });
  });

  it.each<[string, (event: AnomalyEvent) => boolean]>([
    ['severity=critical&severity=warning', ({ anomaly }) => anomaly.severity !== 'info'],
    ['kind=burst', ({ anomaly }) => anomaly.kind === 'burst'],
    ['device=66.1&alerted=false', ({ anomaly }) => anomaly.device === '66.1' && !anomaly.alerted],
  ])('keeps to the filter %s', async (filter, passes) => {
    api = await startApi(seeded.history);
    const wanted = told.slice(1).filter(passes);
    expect(wanted.length).toBeGreaterThan(0);
    const blocks = stream(`?after=${cursorOf(told[0]!)}&${filter}`);
    expect(ids(await take(blocks, wanted.length))).toEqual(wanted.map(cursorOf));
  });

  it('beats while nothing happens, and moves the last id on past what the filter leaves out', async () => {
    api = await startApi(seeded.history, { following: { heartbeatMs: 20 } });
    const blocks = stream('?subscriber=nobody');
    const [first] = await take(blocks, 1);
    expect(first).toEqual({ comment: 'heartbeat', id: expect.stringMatching(/^\d+-\d+$/) as unknown });
    api.feed.publish('anomaly', [next()]);
    await vi.waitFor(async () => expect(ids(await take(blocks, 1))).toEqual([cursorOf(next())]), {
      interval: 0,
      timeout: 5000,
    });
  });

  it.each([
    [
      '?severty=critical',
      'The query parameter "severty" is unknown; expected after, kind, severity, device, subscriber, alerted',
    ],
    ['?kind=bursts', 'The query parameter "kind" is "bursts"; expected upload-surge,'],
    ['?alerted=yes', 'The query parameter "alerted" is "yes"; expected true, false'],
    ['?after=7', 'The query parameter "after" is "7"; expected the id of an event of this stream'],
    ['?device=a&device=b', 'The query parameter "device" is given twice'],
  ])('answers %s with a problem', async (query, detail) => {
    api = await startApi(seeded.history);
    const response = await fetch(`${api.url}/api/anomalies/stream${query}`);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringContaining(detail) as unknown });
  });

  it('refuses a broken Last-Event-ID, another method and another type', async () => {
    api = await startApi(seeded.history);
    const url = `${api.url}/api/anomalies/stream`;
    expect((await fetch(url, { headers: { 'last-event-id': 'x' } })).status).toBe(400);
    expect((await fetch(url, { headers: { accept: 'application/json' } })).status).toBe(406);
    const posted = await fetch(url, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('is refused with 503 when there are as many as there may be', async () => {
    api = await startApi(seeded.history, { limits: { connections: 1 } });
    const first = stream();
    await first.next();
    const second = await fetch(`${api.url}/api/anomalies/stream`);
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '10']);
  });

  it('ends when the server stops', async () => {
    api = await startApi(seeded.history);
    const blocks = stream();
    await blocks.next();
    await api.stop();
    expect(await blocks.next()).toEqual({ done: true, value: undefined });
  });

  it('does not wait for a client that reads too slowly, and says where it was', async () => {
    api = await startApi(seeded.history);
    const frozen = await openFrozen();
    await publishMuch();
    frozen.resume();
    let text = '';
    for await (const chunk of frozen) text += (chunk as Buffer).toString();
    const last = text
      .match(/^id: .*$/gm)!
      .at(-1)!
      .slice(4);
    expect(text).toMatch(new RegExp(`\n: The listener fell more than 256 messages behind; go on after "${last}"\n\n$`));
  });

  it('cuts off a client that takes nothing at all', async () => {
    api = await startApi(seeded.history, { limits: { pingIntervalMs: 200, connections: 1 } });
    const frozen = await openFrozen();
    await publishMuch();
    await vi.waitFor(async () => expect((await stream().next()).value).toEqual({ retry: '3000' }), { timeout: 10_000 });
    frozen.destroy();
  });

  it('is read by curl', async () => {
    api = await startApi(seeded.history);
    const url = `${api.url}/api/anomalies/stream`;
    const args = ['-sN', '--max-time', '3', '-H', `Last-Event-ID: ${cursorOf(told.at(-2)!)}`, url];
    const { stdout } = await promisify(execFile)('curl', args).catch((error: { stdout: string }) => error);
    expect(stdout).toContain(`id: ${cursorOf(told.at(-1)!)}\nevent: ${told.at(-1)!.type}\ndata: {`);
  });
});
