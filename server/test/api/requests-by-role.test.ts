/** Fuzz as each role: what somebody may not have is in no answer, whatever he asks, with the ids and cursors of others too. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/access/policy.ts';
import { errorCodes } from '../../src/graphql/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { openSeededHistory, type SeededHistory } from '../api-fixture.ts';
import { limitedDevice, startClosedApi, type Asker, type ClosedApi, type Errors } from '../access-fixture.ts';
import { createBadRequests, type BadRequest, type Tokens } from '../bad-requests.ts';
import { seededRandom } from '../random.ts';

const requestsEach = 300;
const atOnce = 4;

let seeded: SeededHistory;
let api: ClosedApi;
let tokens: Tokens;
beforeAll(async () => {
  seeded = await openSeededHistory();
  // So much is asked here that the limit would answer.
  api = await startClosedApi(seeded.history, { costLimit: { perSecond: 1e6, burst: 1e9 } });
  const lists =
    '{ anomalies(first: 5) { edges { cursor node { id } } } subscribers(first: 5) { edges { cursor node { id } } } psxDevices(first: 5) { edges { cursor node { id } } } }';
  const { data } = await api.query(api.people.admin, lists);
  const found = Object.values<{ edges: { cursor: string; node: { id: string } }[] }>(data!);
  const edges = found.flatMap((list) => list.edges);
  tokens = { cursors: edges.map(({ cursor }) => cursor), ids: edges.map(({ node }) => node.id) };
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

interface Answer {
  readonly request: BadRequest;
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: Errors;
}

/** The same requests for whoever asks. */
async function answersFor(who: Asker): Promise<Answer[]> {
  const next = createBadRequests(schema, seededRandom(23), tokens);
  const waiting = Array.from({ length: requestsEach }, next);
  const answers: Answer[] = [];
  const worker = async (): Promise<void> => {
    for (let request = waiting.pop(); request; request = waiting.pop()) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) };
      const response = await api.ask('/graphql', who, init);
      answers.push({ request, status: response.status, ...((await response.json()) as object) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

const codesOf = ({ errors = [] }: Answer): string[] => errors.map(({ extensions }) => extensions.code);

describe.each(['stranger', ...roles, 'limited'] as const)('whatever is asked as %s', (name) => {
  const who = (): Asker => (name === 'stranger' ? api.stranger : api.people[name]);

  it('is answered with a published code, and nothing that he may not have', async () => {
    const answers = await answersFor(who());
    const faults = answers.filter(
      (answer) =>
        answer.status >= 500 ||
        codesOf(answer).some((code) => code === 'INTERNAL_SERVER_ERROR' || !errorCodes.some((known) => known === code)),
    );
    expect(faults).toEqual([]);
    const given = answers.filter(({ data }) => data !== undefined && data !== null);
    const codes = [...new Set(answers.flatMap(codesOf))];
    expect(name === 'stranger' ? codes : ['UNAUTHENTICATED']).toEqual(['UNAUTHENTICATED']);
    // Who has no documents of his own is given nothing for them.
    expect(given.length > 0).toBe(name !== 'stranger' && name !== 'viewer');
    const devices = [...new Set(seeded.anomalies.map(({ device }) => device))];
    const others = name === 'limited' ? devices.filter((one) => one !== limitedDevice) : [];
    const text = JSON.stringify(given.map(({ data }) => data));
    for (const device of others) expect(text).not.toContain(`"${device}"`);
  });
});
