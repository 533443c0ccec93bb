import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditNote } from '../../src/access/audit.ts';
import { Looks } from '../../src/access/looks.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import type { History } from '../../src/history/history.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { createPseudonyms } from '../../src/privacy/pseudonyms.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { startClosedApi, type Asker, type ClosedApi } from '../access-fixture.ts';
import { secret } from '../api-fixture.ts';
import { blockOf, firstSlot, slotSeconds, withTotals } from '../history-commits.ts';

const number = '75601234';
const before = createPseudonyms(['before'.repeat(6)]);
const pseudonyms = createPseudonyms(['k'.repeat(32), 'before'.repeat(6)]);
const lost = createPseudonyms(['lost'.repeat(8)]);
const name = pseudonyms.of(number);

let path: string;
let history: History;
let api: ClosedApi;
const notes: AuditNote[] = [];
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'tidewatch-pseudonyms-'));
  const directory = new SubscriberIndex();
  const retention = { rawRetentionDays: 36_500, hourlyRetentionDays: 36_500 };
  history = createHistory({ path, slotSeconds, ...retention, directory, log: createLog({ level: 'silent' }) });
  await history.open();
  const rows = [name, lost.of('1'), before.of('2')].map((subscriber) => ({ subscriber, up: 10, down: 5 }));
  await history.commit(withTotals(firstSlot, [blockOf(directory, { slotStart: firstSlot, device: '62.0' }, rows)]));
  const note = (one: AuditNote): void => void notes.push(one);
  const looks = new Looks(secret, note, Date.now);
  const forgetting = { forget: async () => 1 };
  const persons = { history, looks, pseudonyms, feed: createMemoryFeed(), forgetting };
  const audit = { note, log: undefined as never };
  api = await startClosedApi(history, { auditing: { note, looks }, pseudonyms }, audit, {
    persons,
    hasPseudonyms: true,
  });
}, 60_000);
afterAll(async () => {
  await api.stop();
  await history.close();
  await rm(path, { recursive: true, force: true });
});

const search = (who: Asker, text: string) =>
  api.query(who, 'query ($text: String!) { search(text: $text) { ... on Subscriber { id number } } }', { text });

async function idOf(pseudonym: string): Promise<string> {
  const { data } = await search(api.people.admin, pseudonym);
  return (data as unknown as { search: { id: string }[] }).search[0]!.id;
}

const reveal = (who: Asker, subscriber: string, reason = 'case 17') =>
  api.query(
    who,
    `mutation ($input: RevealSubscriberInput!) {
      revealSubscriber(input: $input) {
        __typename
        ... on RevealSubscriberPayload { number subscriber { number } }
        ... on SubscriberNotFound { code }
      }
    }`,
    { input: { subscriber, reason } },
  );

/** As an admin gives it. */
const letAnalystReveal = (mayReveal: boolean) =>
  api.ask('/access/accounts/analyst', api.people.admin, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'analyst', mayReveal }),
  });

describe('subscribers under pseudonyms', () => {
  it('are found by their number by who may reveal it, and that is noted', async () => {
    const found = { data: { search: [{ id: await idOf(name), number: name }] } };
    const from = notes.length;
    expect(await search(api.people.analyst, number)).toMatchObject({ data: { search: [] } });
    expect(await search(api.people.viewer, number)).toMatchObject({ status: 403 });
    expect(notes.slice(from)).toEqual([]);
    expect(await search(api.people.admin, number)).toMatchObject(found);
    expect(await search(api.people.admin, '2')).toMatchObject({ data: { search: [{ number: before.of('2') }] } });
    expect(notes.slice(from).map(({ action, actor, details }) => [action, actor, details['what']])).toEqual([
      ['look', 'admin', 'found by number'],
      ['look', 'admin', 'found by number'],
    ]);
  });

  it('are revealed to an admin, with a reason that is kept', async () => {
    const from = notes.length;
    const id = await idOf(name);
    expect(await reveal(api.people.admin, id)).toMatchObject({
      data: { revealSubscriber: { number, subscriber: { number: name } } },
    });
    const [note] = notes.slice(from).filter(({ action }) => action === 'revealed');
    expect(note).toMatchObject({ actor: 'admin', details: { reason: 'case 17', found: true } });
    expect(note!.from).toContain('127.0.0.1');
    expect(JSON.stringify(notes.slice(from))).not.toContain(number);
    expect(notes.slice(from).some(({ action }) => action === 'triage')).toBe(false);
    for (const reason of ['', '  ', 'x'])
      expect((await reveal(api.people.admin, id, reason)).errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('are revealed to an analyst when it was given to him, and to no other role', async () => {
    const id = await idOf(name);
    for (const who of ['viewer', 'integrator', 'limited', 'analyst'] as const)
      expect([who, (await reveal(api.people[who], id)).status]).toEqual([who, 403]);
    expect((await letAnalystReveal(true)).status).toBe(200);
    expect(await reveal(api.people.analyst, id)).toMatchObject({ data: { revealSubscriber: { number } } });
    expect(notes.find(({ action }) => action === 'account-set')!.details).toMatchObject({ after: { mayReveal: true } });
    await letAnalystReveal(false);
    expect((await reveal(api.people.analyst, id)).status).toBe(403);
  });

  it('of a key of before are revealed, of a lost key known as lost, and of nobody not found', async () => {
    expect(await reveal(api.people.admin, await idOf(before.of('2')))).toMatchObject({
      data: { revealSubscriber: { number: '2' } },
    });
    expect(await reveal(api.people.admin, await idOf(lost.of('1')))).toMatchObject({
      data: { revealSubscriber: { number: null } },
    });
    expect(await reveal(api.people.admin, 'nobody')).toMatchObject({
      data: { revealSubscriber: { code: 'SUBSCRIBER_NOT_FOUND' } },
    });
  });

  it('are exported by their number, with what history has under their pseudonym', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ number, reason: 'he asked' });
    const response = await api.ask('/access/subscriber-export', api.people.admin, { method: 'POST', headers, body });
    const text = await response.text();
    expect(text).toContain(`"subscriber":"${name}"`);
    expect(text).not.toContain(number);
  });

  it('are not revealed one after the other', async () => {
    const id = await idOf(name);
    let code: unknown;
    for (let n = 0; n < 25 && code === undefined; n++)
      code = (await reveal(api.people.admin, id)).errors?.[0]?.extensions.code;
    expect(code).toBe('RATE_LIMITED');
  });
});
