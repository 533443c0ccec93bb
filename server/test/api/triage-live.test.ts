import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Anomaly } from '../../src/domain/anomaly.ts';
import { cursorOf } from '../../src/domain/feed-entry.ts';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { act, person, seenAnomalies, type Person, type Seen } from '../api-person.ts';
import { anomalyOf, commitOf, eventOf, slotSeconds } from '../history-commits.ts';
import { openSocket, type SocketClient } from '../socket-client.ts';

let seeded: SeededHistory;
let api: TestApi;
let alice: Person;
let untouched: Seen[];
let end: number;
const clients: SocketClient[] = [];

beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startApi(seeded.history);
  alice = person(api.url, 'alice');
  untouched = await seenAnomalies(alice);
  end = seeded.lastSlot;
  await opens({ id: 'first', subscriber: 'somebody' });
});
afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.terminate();
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

interface Told {
  readonly kind: string;
  readonly cursor: string;
  readonly [field: string]: unknown;
}

const fields = `kind: __typename cursor ... on HumanAct { actor comment change }
  ... on AnomalyEvent { step: type anomaly { reason suppression { cause } } }
  ... on TriageEvent { action verdict version anomaly { id triage { version } suppression { cause } } }
  ... on MuteEvent { type mute { reason } }`;

/** A listener, and what he is told next but for heartbeats. */
async function listen(args: string): Promise<() => Promise<Told>> {
  const client = await openSocket(api.url);
  clients.push(client);
  await client.greet();
  client.subscribe('1', `subscription { anomalyEvents${args} { ${fields} } }`);
  return async () => {
    for (;;) {
      const message = (await client.next()) as { payload: { data: { anomalyEvents: Told } } };
      const told = message.payload.data.anomalyEvents;
      if (told.kind !== 'Heartbeat') return told;
    }
  };
}

/** From after the newest event on, so that nothing can be missed until it listens. */
async function listenFromNow(filter: string): Promise<() => Promise<Told>> {
  const { newest } = await seeded.history.feedExtent();
  return listen(`(after: "${cursorOf(newest!)}", filter: { ${filter} })`);
}

async function opens(parts: Partial<Anomaly>): Promise<void> {
  end += slotSeconds;
  const at = end + slotSeconds;
  const anomaly = anomalyOf({ subscriber: 'live', openedAt: end, detectedAt: at, reason: parts.id ?? '', ...parts });
  await api.journal.commit(commitOf({ closedThrough: end, events: [eventOf('opened', at, 0, anomaly)] }));
}

describe('another client that listens', () => {
  it('is told within two seconds what somebody did, and why', async () => {
    const next = await listenFromNow('');
    const [one] = untouched.splice(0, 1);
    const begun = performance.now();
    const { change } = await act(alice, 'setVerdict', [one!], { verdict: 'INFECTED', comment: 'he called' });
    const told = await next();
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(told).toEqual({
      kind: 'TriageEvent',
      cursor: expect.stringMatching(/^\d+-\d+$/) as string,
      actor: 'alice',
      comment: 'he called',
      change,
      action: 'JUDGED',
      verdict: 'INFECTED',
      version: 1,
      anomaly: { id: one?.id, triage: { version: 1 }, suppression: null },
    });
  });

  it('is told of mutes, of undos, and in the order of history', async () => {
    const next = await listenFromNow('');
    const mutation = `mutation { mute(input: { scope: { subscriber: "nobody" }, until: "2100-01-01T00:00:00Z", reason: "moves" }) { change } }`;
    const { mute } = await alice.ask<{ mute: { change: string } }>(mutation);
    await opens({ id: 'between', subscriber: 'somebody' });
    await alice.ask('mutation ($change: ID!) { undo(input: { change: $change }) { __typename } }', mute);
    const told = [await next(), await next(), await next()];
    expect(told.map(({ kind, type, step }) => [kind, type ?? step])).toEqual([
      ['MuteEvent', 'MUTED'],
      ['AnomalyEvent', 'OPENED'],
      ['MuteEvent', 'UNMUTED'],
    ]);
    const [first, second, third] = told.map(({ cursor }) => cursor.split('-').map(Number));
    expect(first![0]!).toBeLessThan(second![0]!);
    expect(third![0]).toBe(second![0]);
  });

  it('is not told of steps of what is suppressed unless he asks, and of acts on it always', async () => {
    await opens({ id: 'judged' });
    const [judged] = await seenAnomalies(alice, { subscriber: 'live' });
    const [reported, everything] = [await listenFromNow(''), await listenFromNow('includeSuppressed: true')];
    await act(alice, 'setVerdict', [judged!], { verdict: 'BACKUP' });
    await opens({ id: 'again' });
    await opens({ id: 'other', kind: 'burst' });
    const names = (told: Told[]): unknown[] =>
      told.map(({ action, anomaly }) => action ?? (anomaly as { reason: string }).reason);
    expect(names([await everything(), await everything(), await everything()])).toEqual(['JUDGED', 'again', 'other']);
    expect(names([await reported(), await reported()])).toEqual(['JUDGED', 'other']);
  });

  it('gets what was done while he was away, each act once, when he comes back with his cursor', async () => {
    const targets = untouched.splice(0, 3);
    const before = await listenFromNow('');
    await act(alice, 'acknowledge', [targets[0]!]);
    const { cursor } = await before();
    await act(alice, 'acknowledge', [targets[1]!]);
    const next = await listen(`(after: "${cursor}")`);
    const missed = await next();
    await act(alice, 'acknowledge', [targets[2]!]);
    const told = [missed, await next()];
    expect(told.map(({ anomaly }) => (anomaly as Seen).id)).toEqual(targets.slice(1).map(({ id }) => id));
  });
});

describe('over a WebSocket', () => {
  const mutation = (id: string): string =>
    `mutation { acknowledge(input: { anomalies: [{ id: "${id}", version: 0 }] }) { outcomes { ... on TriagedAnomaly { anomaly { triage { acknowledgedBy } } } } } }`;

  it.each([
    ['his name', { 'x-tidewatch-actor': 'José' }, 'José'],
    ['no name', {}, 'local'],
  ])('whoever greets with %s acts in that', async (_what, payload, acknowledgedBy) => {
    const client = await openSocket(api.url);
    clients.push(client);
    client.send({ type: 'connection_init', payload });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
    client.subscribe('1', mutation(untouched.splice(0, 1)[0]!.id));
    expect(await client.next()).toMatchObject({
      type: 'next',
      payload: { data: { acknowledge: { outcomes: [{ anomaly: { triage: { acknowledgedBy } } }] } } },
    });
  });

  it('a name that is none is refused with each operation', async () => {
    const client = await openSocket(api.url);
    clients.push(client);
    client.send({ type: 'connection_init', payload: { 'x-tidewatch-actor': 7 } });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
    client.subscribe('1', mutation('x'));
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: [
        {
          message: '"x-tidewatch-actor" is no text; expected a name of 1 to 64 printable characters',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });
});
