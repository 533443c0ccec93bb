import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Anomaly } from '../../src/domain/anomaly.ts';
import { bytesPerSecond } from '../../src/domain/traffic.ts';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { act, person, seenAnomalies, type Person, type Seen } from '../api-person.ts';
import { anomalyOf, commitOf, eventOf, slotSeconds } from '../history-commits.ts';

let seeded: SeededHistory;
let api: TestApi;
let alice: Person;
let end: number;
/** Each test has a subscriber of its own, in a cohort of his own. */
let subscriber = '';
let tests = 0;
const cohort = (): string => `in the cohort of ${subscriber}`;

beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startApi(seeded.history);
  alice = person(api.url, 'alice');
  end = seeded.lastSlot;
});
beforeEach(() => {
  subscriber = `new ${tests++}`;
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

/** One slot later an anomaly opens, as the pipeline would tell it. */
async function opens(parts: Partial<Anomaly>): Promise<Anomaly> {
  end += slotSeconds;
  const at = end + slotSeconds;
  const comparison = { cohort: cohort(), shareBelow: 0.5 };
  const basics = { subscriber, comparison, kind: 'upload-surge', openedAt: end, detectedAt: at } as const;
  const anomaly = anomalyOf({ ...basics, ...parts, id: `${parts.id} of ${subscriber}` });
  await api.journal.commit(commitOf({ closedThrough: end, events: [eventOf('opened', at, 0, anomaly)] }));
  return anomaly;
}

const ofNew = (filter: object = {}): Promise<Seen[]> => seenAnomalies(alice, { subscriber, ...filter });
const everything = { includeSuppressed: true };

const muteFields = `change mute { id until reason subscriberNumber cohort kinds made { actor } ended { actor comment } }`;
interface Muted {
  readonly change: string;
  readonly mute: { readonly id: string; readonly ended: { readonly actor: string } | null };
}
async function mute(input: object): Promise<Muted> {
  const query = `mutation ($input: MuteInput!) { mute(input: $input) { ${muteFields} } }`;
  return (await alice.ask<{ mute: Muted }>(query, { input: { reason: 'a known backup', ...input } })).mute;
}
async function endMute(id: string): Promise<Record<string, unknown>> {
  const query = `mutation ($id: ID!) { endMute(input: { mute: $id, reason: "over" }) {
    __typename ... on MutePayload { ${muteFields} } ... on Error { code } ... on MuteAlreadyEnded { mute { ended { comment } } } } }`;
  return (await alice.ask<{ endMute: Record<string, unknown> }>(query, { id })).endMute;
}

describe('a benign verdict', () => {
  it('keeps the same thing from being reported, earlier and later, and says so on the anomaly', async () => {
    const rate = bytesPerSecond(1000);
    await opens({ id: 'earlier', upBytesPerSecond: bytesPerSecond(900), downBytesPerSecond: rate });
    await opens({ id: 'judged', upBytesPerSecond: rate, downBytesPerSecond: rate });
    const [judged] = await ofNew();
    const { change } = await act(alice, 'setVerdict', [judged!], { verdict: 'BACKUP', comment: 'his NAS' });
    await opens({ id: 'later', upBytesPerSecond: bytesPerSecond(1500), downBytesPerSecond: rate });
    await opens({ id: 'faster', upBytesPerSecond: bytesPerSecond(1600), downBytesPerSecond: rate });
    await opens({ id: 'burst', kind: 'burst', upBytesPerSecond: rate, downBytesPerSecond: rate });

    const [burst, faster] = await ofNew();
    expect(await ofNew()).toHaveLength(2);
    expect([burst?.suppression, faster?.suppression]).toEqual([null, null]);
    const suppressed = (await ofNew(everything)).filter(({ suppression }) => suppression !== null);
    expect(suppressed).toHaveLength(3);
    for (const { suppression } of suppressed) {
      expect(suppression).toEqual({
        cause: 'VERDICT',
        actor: 'alice',
        reason: 'his NAS',
        until: null,
        mute: null,
        verdictOn: { id: judged?.id },
      });
    }
    await alice.ask('mutation ($change: ID!) { undo(input: { change: $change }) { __typename } }', { change });
    expect(await ofNew()).toHaveLength(5);
  });

  it('does not hide an anomaly that was found infected', async () => {
    await opens({ id: 'judged' });
    await opens({ id: 'other' });
    const [other, judged] = await ofNew();
    await act(alice, 'setVerdict', [judged!], { verdict: 'SERVER' });
    expect(await ofNew()).toEqual([]);
    await act(alice, 'setVerdict', [other!], { verdict: 'INFECTED' });
    expect((await ofNew()).map(({ id, suppression }) => [id, suppression])).toEqual([[other?.id, null]]);
  });

  it('counts no longer when another verdict takes its place', async () => {
    await opens({ id: 'judged' });
    const [one] = await ofNew();
    const [benign] = (await act(alice, 'setVerdict', [one!], { verdict: 'SPEED_TEST' })).outcomes;
    expect(await ofNew()).toEqual([]);
    await act(alice, 'setVerdict', [benign!.anomaly!], { verdict: 'DATA_FAULT' });
    expect(await ofNew()).toHaveLength(1);
  });
});

describe('a mute', () => {
  it('of a subscriber mutes what opened before its end, of the kinds it names', async () => {
    await opens({ id: 'earlier' });
    await opens({ id: 'burst', kind: 'burst' });
    const until = end + 3 * slotSeconds;
    const { mute: made } = await mute({
      scope: { subscriber },
      kinds: ['UPLOAD_SURGE'],
      until: formatDateTime(until),
    });
    await opens({ id: 'within', openedAt: until - 1 });
    const last = await opens({ id: 'after', openedAt: until });
    expect((await ofNew()).map(({ suppression }) => suppression)).toEqual([null, null]);
    const [after, within] = await ofNew(everything);
    expect(after?.suppression).toBeNull();
    expect(within?.suppression).toEqual({
      cause: 'MUTE',
      actor: 'alice',
      reason: 'a known backup',
      until: formatDateTime(until),
      mute: { id: made.id },
      verdictOn: null,
    });
    expect(last.openedAt).toBe(until);
  });

  it('of a cohort mutes all who are compared with it, and they are counted', async () => {
    const count = async (): Promise<Record<string, number>> => {
      const query = '{ statistics { anomalyCount suppressedAnomalies } }';
      return (await alice.ask<{ statistics: Record<string, number> }>(query)).statistics;
    };
    await opens({ id: 'his' });
    const other = await opens({ id: 'other', subscriber: `friend of ${subscriber}` });
    const before = await count();
    await mute({ scope: { cohort: cohort() }, until: '2100-01-01T00:00:00Z' });
    expect(await count()).toEqual({ ...before, suppressedAnomalies: before['suppressedAnomalies']! + 2 });
    expect(await ofNew()).toEqual([]);
    expect(await seenAnomalies(alice, { subscriber: other.subscriber })).toEqual([]);
  });

  it('can be ended once, undone, and restored by undoing its end', async () => {
    await opens({ id: 'one' });
    const made = await mute({ scope: { subscriber }, until: '2100-01-01T00:00:00Z' });
    expect(await ofNew()).toEqual([]);
    const ended = await endMute(made.mute.id);
    expect(ended).toMatchObject({ __typename: 'MutePayload', mute: { ended: { actor: 'alice', comment: 'over' } } });
    expect(await ofNew()).toHaveLength(1);
    expect(await endMute(made.mute.id)).toEqual({
      __typename: 'MuteAlreadyEnded',
      code: 'MUTE_ALREADY_ENDED',
      mute: { ended: { comment: 'over' } },
    });
    expect(await endMute('nonsense')).toEqual({ __typename: 'MuteNotFound', code: 'MUTE_NOT_FOUND' });
    const undo =
      'mutation ($change: ID!) { undo(input: { change: $change }) { ... on UndoPayload { mutes { id ended { actor } } } } }';
    const restored = await alice.ask(undo, { change: ended['change'] });
    expect(restored).toEqual({ undo: { mutes: [{ id: made.mute.id, ended: null }] } });
    expect(await ofNew()).toEqual([]);
    const taken = await alice.ask(undo, { change: made.change });
    expect(taken).toEqual({ undo: { mutes: [{ id: made.mute.id, ended: { actor: 'alice' } }] } });
    expect(await ofNew()).toHaveLength(1);
  });

  it('is listed, and found again by its id', async () => {
    const until = formatDateTime(end);
    const wasListed = await alice.ask<{ mutes: { edges: unknown[] } }>('{ mutes { edges { node { id } } } }');
    const expired = await mute({ scope: { subscriber: 'x' }, until: '2024-01-01T00:00:00Z' });
    const ended = await mute({ scope: { cohort: 'on plan P4' }, kinds: ['BURST', 'SILENCE'], until });
    await endMute(ended.mute.id);
    const standing = await mute({ scope: { subscriber: 'y' }, until });
    const list = 'mutes(activeOnly: $activeOnly, first: $first) { edges { node { id } } pageInfo { hasNextPage } }';
    const query = `query ($activeOnly: Boolean! = false, $first: Int) { ${list} }`;
    const { mutes } = await alice.ask<{ mutes: unknown }>(query);
    expect(mutes).toEqual({
      edges: [...[standing, ended, expired].map((one) => ({ node: { id: one.mute.id } })), ...wasListed.mutes.edges],
      pageInfo: { hasNextPage: false },
    });
    const active = await alice.ask<{ mutes: { edges: { node: { id: string } }[] } }>(query, { activeOnly: true });
    const ids = active.mutes.edges.map(({ node }) => node.id);
    expect(ids[0]).toBe(standing.mute.id);
    expect(ids).not.toContain(ended.mute.id);
    expect(ids).not.toContain(expired.mute.id);
    expect(await alice.ask(query, { first: 1 })).toMatchObject({ mutes: { pageInfo: { hasNextPage: true } } });
    const found = await alice.ask(
      `query ($id: ID!) { node(id: $id) { ... on Mute { subscriberNumber subscriber { number } cohort kinds until reason } } }`,
      { id: ended.mute.id },
    );
    expect(found).toEqual({
      node: {
        subscriberNumber: null,
        subscriber: null,
        cohort: 'on plan P4',
        kinds: ['BURST', 'SILENCE'],
        until,
        reason: 'a known backup',
      },
    });
  });

  it.each([
    ['scope: { subscriber: "" }', '"scope.subscriber" is ""; expected 1 to 255 characters'],
    ['scope: { cohort: " " }', '"scope.cohort" is " "'],
    ['scope: { subscriber: "a", cohort: "b" }', 'exactly one'],
    ['scope: { subscriber: "a" }, kinds: []', '"kinds" is []; expected one kind at least'],
    ['scope: { subscriber: "a" }, kinds: [DEVICE_OUTAGE]', 'and none of a device'],
    ['scope: { subscriber: "a" }, reason: ""', '"reason" is ""; expected 1 to 2000 characters'],
    ['scope: { subscriber: "a" }, until: "tomorrow"', 'is not a DateTime'],
  ])('that makes no sense is refused: %s', async (given, message) => {
    const defaults = `${given.includes('until') ? '' : 'until: "2100-01-01T00:00:00Z"'} ${given.includes('reason') ? '' : 'reason: "x"'}`;
    const { errors } = await alice.send(`mutation { mute(input: { ${given} ${defaults} }) { change } }`);
    expect(errors?.[0]?.message).toContain(message);
  });
});

describe('a list of a subscriber or a device', () => {
  it('takes the filter of anomalies, leaves out what is suppressed, and refuses another subscriber or device', async () => {
    await opens({ id: 'muted', kind: 'silence', device: subscriber });
    await opens({ id: 'other', device: subscriber });
    await mute({ scope: { subscriber }, kinds: ['SILENCE'], until: '2100-01-01T00:00:00Z' });
    const [one] = await ofNew();
    const query = `query ($id: ID!, $filter: AnomalyFilter) { node(id: $id) { ... on Anomaly {
      subscriber { anomalies(filter: $filter) { totalCount } } device { anomalies(filter: $filter) { totalCount } } } } }`;
    const counts = async (filter: object | null): Promise<unknown> =>
      (await alice.ask<{ node: unknown }>(query, { id: one?.id, filter })).node;
    const each = (totalCount: number) => ({
      subscriber: { anomalies: { totalCount } },
      device: { anomalies: { totalCount } },
    });
    expect(await counts(null)).toEqual(each(1));
    expect(await counts(everything)).toEqual(each(2));
    expect(await counts({ ...everything, kinds: ['SILENCE'], subscriber, device: subscriber })).toEqual(each(1));
    for (const noun of ['subscriber', 'device']) {
      const { errors } = await alice.send(query, { id: one?.id, filter: { [noun]: 'x' } });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.message).toBe(
        `"filter.${noun}" is "x" in a list of "${subscriber}"; expected no ${noun}, or the same`,
      );
    }
  });
});

describe('a restart', () => {
  it('keeps triage, mutes and what they suppress', async () => {
    await opens({ id: 'judged' });
    await opens({ id: 'muted', kind: 'burst' });
    const [, judged] = await ofNew();
    await act(alice, 'setVerdict', [judged!], { verdict: 'SERVER' });
    await mute({ scope: { subscriber }, kinds: ['BURST'], until: '2100-01-01T00:00:00Z' });
    const before = await ofNew(everything);
    expect(await ofNew()).toEqual([]);
    await seeded.reopen();
    await api.stop();
    api = await startApi(seeded.history);
    alice = person(api.url, 'alice');
    expect(await ofNew(everything)).toEqual(before);
    expect(await ofNew()).toEqual([]);
  });
});
