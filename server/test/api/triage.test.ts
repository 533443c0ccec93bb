import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import { actsMadeAt, openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { act, person, seenAnomalies, seenFields, type Person, type Seen } from '../api-person.ts';

let seeded: SeededHistory;
let api: TestApi;
let alice: Person;
let bob: Person;
/** Each test takes some that no other has. */
let untouched: Seen[];

beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startApi(seeded.history);
  alice = person(api.url, 'alice');
  bob = person(api.url, 'bob');
  untouched = await seenAnomalies(alice);
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

const take = (count: number): Seen[] => untouched.splice(0, count);
const again = async (one: Seen): Promise<Seen> => {
  const { node } = await bob.ask<{ node: Seen }>(
    `query ($id: ID!) { node(id: $id) { ... on Anomaly { ${seenFields} } } }`,
    {
      id: one.id,
    },
  );
  return node;
};

interface Undo {
  readonly undo: {
    readonly __typename: string;
    readonly code?: string;
    readonly anomalies?: readonly Seen[];
    readonly change?: string;
  };
}
const undo = async (change: string | null | undefined): Promise<Undo['undo']> => {
  const data = await bob.ask<Undo>(
    `mutation ($change: ID!) { undo(input: { change: $change, comment: "a slip" }) {
      __typename ... on UndoPayload { change anomalies { ${seenFields} } } ... on Error { code message } } }`,
    { change },
  );
  return data.undo;
};

describe('an act', () => {
  it.each([
    ['acknowledge', {}, { acknowledgedBy: 'alice' }, 'ACKNOWLEDGED'],
    ['assign', { assignee: 'bob' }, { assignee: 'bob' }, 'ASSIGNED'],
    ['comment', { comment: 'he has a NAS' }, {}, 'COMMENTED'],
    ['setVerdict', { verdict: 'INFECTED' }, { verdict: 'INFECTED' }, 'JUDGED'],
  ] as const)('%s changes the anomaly and says who, when and why', async (mutation, more, changes, action) => {
    const [one] = take(1);
    expect(one?.triage).toEqual({ version: 0, acknowledgedBy: null, assignee: null, verdict: null, history: [] });
    const { change, outcomes } = await act(alice, mutation, [one!], { comment: 'as he says', ...more });
    const madeAt = formatDateTime(actsMadeAt);
    const comment = 'comment' in more ? more.comment : 'as he says';
    const event = { action, actor: 'alice', madeAt, comment, version: 1, change, undoes: null };
    const expected = {
      ...one,
      triage: {
        ...one!.triage,
        version: 1,
        ...changes,
        history: [expect.objectContaining(event)],
      },
    };
    expect(outcomes).toEqual([{ __typename: 'TriagedAnomaly', anomaly: expected }]);
    expect(await again(one!)).toEqual(expected);
  });

  it('is made in the name of "local" by whoever does not say who he is', async () => {
    const { outcomes } = await act(person(api.url, null), 'acknowledge', take(1));
    expect(outcomes[0]?.anomaly?.triage.acknowledgedBy).toBe('local');
  });

  it('can be in a name beyond ASCII', async () => {
    const named = person(api.url, Buffer.from('José Ñandú').toString('latin1'));
    const { outcomes } = await act(named, 'acknowledge', take(1));
    expect(outcomes[0]?.anomaly?.triage.acknowledgedBy).toBe('José Ñandú');
  });

  it('follows the ones before it, in one order', async () => {
    const [one] = take(1);
    await act(alice, 'assign', [one!], { assignee: 'bob' });
    await act(bob, 'comment', [await again(one!)], { comment: 'on it' });
    await act(bob, 'assign', [await again(one!)], {});
    const { triage } = await again(one!);
    expect(triage).toMatchObject({ version: 3, assignee: null });
    expect(triage.history.map(({ actor, version }) => `${actor} ${version}`)).toEqual(['alice 1', 'bob 2', 'bob 3']);
    const ordinals = triage.history.map(({ cursor }) => Number(cursor.split('-')[1]));
    expect(ordinals).toEqual([...new Set(ordinals)].sort((a, b) => a - b));
  });
});

describe('acts in bulk', () => {
  it('leave the others done when one was acted on since, and when one does not exist', async () => {
    const fifty = take(50);
    await act(bob, 'comment', [fifty[7]!], { comment: 'mine' });
    const targets = [...fifty.slice(0, 20), { id: 'nonsense', triage: { version: 0 } }, ...fifty.slice(20)];
    const { change, outcomes } = await act(alice, 'acknowledge', targets);
    const types = outcomes.map(({ __typename }) => __typename);
    expect(types.filter((type) => type === 'TriagedAnomaly')).toHaveLength(49);
    expect(outcomes[20]).toEqual({
      __typename: 'AnomalyNotFound',
      code: 'ANOMALY_NOT_FOUND',
      message: 'There is no anomaly of this id',
      id: 'nonsense',
    });
    expect(outcomes[7]).toMatchObject({
      __typename: 'VersionConflict',
      code: 'VERSION_CONFLICT',
      anomaly: { id: fifty[7]?.id, triage: { version: 1, acknowledgedBy: null } },
    });
    const { anomalies } = await undo(change);
    expect(anomalies?.map(({ triage }) => [triage.version, triage.acknowledgedBy])).toEqual(
      Array.from({ length: 49 }, () => [2, null]),
    );
    expect((await again(fifty[7]!)).triage.version).toBe(1);
  });

  it('may name nothing, or the same one twice, which is a conflict the second time', async () => {
    expect(await act(alice, 'acknowledge', [])).toEqual({ change: null, outcomes: [] });
    const [one] = take(1);
    const { outcomes } = await act(alice, 'acknowledge', [one!, one!]);
    expect(outcomes.map(({ __typename }) => __typename)).toEqual(['TriagedAnomaly', 'VersionConflict']);
  });

  it('have no change when nothing was done', async () => {
    const [one] = take(1);
    const { change } = await act(alice, 'acknowledge', [{ ...one!, triage: { version: 3 } }]);
    expect(change).toBeNull();
    expect((await again(one!)).triage.version).toBe(0);
  });
});

describe('two people at once', () => {
  it('on the same version: one acts, and the other gets the conflict with the anomaly as it is', async () => {
    const few = take(5);
    for (const one of few) {
      const both = await Promise.all([
        act(alice, 'assign', [one], { assignee: 'alice' }),
        act(bob, 'assign', [one], { assignee: 'bob' }),
      ]);
      const outcomes = both.flatMap((payload) => payload.outcomes);
      expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['TriagedAnomaly', 'VersionConflict']);
      const { triage } = await again(one);
      expect(triage.version).toBe(1);
      for (const outcome of outcomes) expect(outcome.anomaly?.triage).toEqual(triage);
    }
  });
});

describe('an undo', () => {
  it('takes one change back, keeps what was done since, and stays in the history itself', async () => {
    const [one] = take(1);
    const { change } = await act(alice, 'setVerdict', [one!], { verdict: 'INFECTED' });
    await act(bob, 'acknowledge', [await again(one!)]);
    const done = await undo(change);
    const { triage } = await again(one!);
    expect(triage).toMatchObject({ version: 3, verdict: null, acknowledgedBy: 'bob' });
    expect(triage.history.at(-1)).toMatchObject({ action: 'UNDONE', actor: 'bob', comment: 'a slip', undoes: change });
    expect(done).toMatchObject({ __typename: 'UndoPayload', anomalies: [{ triage: { version: 3 } }] });
  });

  it('is refused with its reason when it was done before, is of an undo, or of nothing', async () => {
    const { change } = await act(alice, 'acknowledge', take(1));
    const done = await undo(change);
    expect(await undo(change)).toMatchObject({ __typename: 'UndoRefused', code: 'CHANGE_ALREADY_UNDONE' });
    expect(await undo(done.change)).toMatchObject({ code: 'CHANGE_IS_AN_UNDO' });
    expect(await undo('nonsense')).toMatchObject({ code: 'CHANGE_NOT_FOUND' });
    expect(await undo('')).toMatchObject({ code: 'CHANGE_NOT_FOUND' });
  });

  it('is made once when two ask for it at once', async () => {
    const { change } = await act(alice, 'acknowledge', take(3));
    const both = await Promise.all([undo(change), undo(change)]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['UndoPayload', 'UndoRefused']);
  });
});

describe('what makes no sense', () => {
  const one = '{ id: "x", version: 0 }';
  const long = 'x'.repeat(2001);
  it.each([
    [
      `acknowledge(input: { anomalies: [${one}], comment: "${long}" })`,
      'BAD_USER_INPUT',
      '(2001 characters); expected 0 to 2000',
    ],
    [`comment(input: { anomalies: [${one}], comment: " " })`, 'BAD_USER_INPUT', '"comment" is " "; expected 1 to 2000'],
    [
      `assign(input: { anomalies: [${one}], assignee: "a\\nb" })`,
      'BAD_USER_INPUT',
      '"assignee" is "a\\nb"; expected a name of 1 to 64',
    ],
    [`assign(input: { anomalies: [${one}], assignee: "" })`, 'BAD_USER_INPUT', '"assignee" is ""'],
    [`assign(input: { anomalies: [${one}], assignee: "${'é'.repeat(65)}" })`, 'BAD_USER_INPUT', '65 characters'],
    [`setVerdict(input: { anomalies: [${one}], verdict: HARMLESS })`, 'GRAPHQL_VALIDATION_FAILED', 'HARMLESS'],
  ])('is refused and says why: %.60s', async (field, code, message) => {
    const { errors } = await alice.send(`mutation { ${field} { change } }`);
    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(errors?.[0]?.message).toContain(message);
  });

  it('is refused when it is more than 500 at once', async () => {
    const anomalies = Array.from({ length: 501 }, (_, n) => ({ id: `${n}`, version: 0 }));
    const query = 'mutation ($input: AcknowledgeInput!) { acknowledge(input: $input) { change } }';
    const { errors } = await alice.send(query, { input: { anomalies } });
    expect(errors?.[0]).toMatchObject({
      message: '"anomalies" has 501 entries; at most 500 are taken',
      extensions: { code: 'PAGE_TOO_LARGE' },
    });
  });

  it.each([' ', 'a'.repeat(65), 'a\tb', '\u00ff\u00fe'])(
    'is refused when it is the name of who acts: %j',
    async (name) => {
      const { status, errors } = await person(api.url, name).send('{ statistics { upBytes } }');
      expect(status).toBe(400);
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.message).toContain('"x-tidewatch-actor" is');
    },
  );

  it('is refused over GET, where it would need no question of the browser', async () => {
    const query = encodeURIComponent('mutation { undo(input: { change: "x" }) { __typename } }');
    const headers = { 'x-graphql-yoga-csrf': '1' };
    expect((await fetch(`${api.url}/graphql?query=${query}`, { headers })).status).toBe(405);
  });
});

describe('a page of anomalies with their triage', () => {
  it('costs one query of history for each level, however long it is', async () => {
    api.calls.clear();
    const { anomalies } = await alice.ask<{ anomalies: { edges: unknown[] } }>(
      `{ anomalies(first: 50, filter: { includeSuppressed: true }) { edges { node { ${seenFields}
        triage { history { anomaly { id suppression { cause } triage { version } } } } } } } }`,
    );
    expect(anomalies.edges).toHaveLength(50);
    expect(Object.fromEntries(api.calls)).toEqual({ listAnomalies: 1, acts: 2 });
  });
});
