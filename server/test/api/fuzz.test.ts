/**
 * Fuzz: documents that are right and documents that are broken, and every route that is described, as everybody. Nothing makes the
 * server fail, shows its inside, or takes long. `npm run test:fuzz` asks 10,000 documents, `npm test` some of them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/access/policy.ts';
import { BacktestUnavailable } from '../../src/backtest/backtest.ts';
import { errorCodes } from '../../src/graphql/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { problemCodes } from '../../src/http/problem.ts';
import type { OpenApiDocument } from '../../src/rest/openapi.ts';
import { openSeededHistory, type SeededHistory } from '../api-fixture.ts';
import { startClosedApi, type Asker, type ClosedApi } from '../access-fixture.ts';
import { createBadRequests, inside, type BadRequest } from '../bad-requests.ts';
import { createDocuments, tokensOf, type MeaningfulTokens } from '../documents.ts';
import { listenElsewhere, type Elsewhere } from '../elsewhere.ts';
import { createCalls } from '../generated-calls.ts';
import { seededRandom } from '../random.ts';

const everybody = ['stranger', ...roles, 'limited'] as const;
const isWhole = process.env['TIDEWATCH_FUZZ'] !== undefined;
const documentsOfEach = isWhole ? Math.ceil(10_000 / everybody.length) : 60;
const callsOfEach = isWhole ? 1000 : 120;
/** An answer that takes longer is one that anybody could keep the server busy with. Beside other tests a machine is slow. */
const mostMs = isWhole ? 5000 : 20_000;
const patientMs = 3_600_000;

let seeded: SeededHistory;
let api: ClosedApi;
let tokens: MeaningfulTokens;
let description: OpenApiDocument;
let elsewhere: Elsewhere;
beforeAll(async () => {
  seeded = await openSeededHistory();
  elsewhere = await listenElsewhere();
  const generous = { perSecond: 1e9, burst: 1e12 };
  const backtests = {
    ask(): never {
      throw new BacktestUnavailable('There are no backtests here');
    },
  };
  api = await startClosedApi(seeded.history, { backtests, costLimit: generous });
  const { admin } = api.people;
  const found = await tokensOf({ graphql: async (query) => (await api.query(admin, query)) as never }, seeded);
  tokens = { ...found, texts: ['x', elsewhere.url] };
  description = (await (await api.ask('/api/openapi.json', admin)).json()) as OpenApiDocument;
}, patientMs);
afterAll(async () => {
  await api.stop();
  await seeded.remove();
  await elsewhere.stop();
});

const askerOf = (name: (typeof everybody)[number]): Asker => (name === 'stranger' ? api.stranger : api.people[name]);

/** What is wrong with an answer: nothing when all is right. */
function faultOf(status: number, text: string, codes: readonly unknown[], known: readonly string[], elapsedMs: number) {
  if (status >= 500) return `status ${status}`;
  if (codes.includes('INTERNAL_SERVER_ERROR')) return 'a fault of ours';
  if (codes.some((code) => !known.includes(code as string))) return `codes ${codes.join(' ')}`;
  if (status >= 400 && inside.test(text)) return 'the inside shows';
  return elapsedMs > mostMs ? `it took ${Math.round(elapsedMs)} ms` : null;
}

describe.each(everybody)('whatever is asked as %s', (name) => {
  it(
    `of ${documentsOfEach} documents is answered, or refused with a published code`,
    async () => {
      const random = seededRandom(41 + everybody.indexOf(name));
      const right = createDocuments(schema, random, tokens, { mutations: true });
      const broken = createBadRequests(schema, random, tokens);
      const faults: unknown[] = [];
      let answered = 0;
      for (let n = 0; n < documentsOfEach; n++) {
        const request: BadRequest = n % 2 === 0 ? { query: right() } : broken();
        // Who sends none of his own sends the dashboard's, by their hash: here each is one of them.
        api.trust(request.query);
        const body = JSON.stringify({ ...request, ...api.payload(request.query) });
        const begun = performance.now();
        const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
        const response = await api.ask('/graphql', askerOf(name), init);
        const text = await response.text();
        const { data, errors = [] } = JSON.parse(text) as {
          data?: unknown;
          errors?: { extensions?: { code?: unknown } }[];
        };
        const codes = errors.map(({ extensions }) => extensions?.code);
        if (data) answered += 1;
        const refused = errors.length > 0 ? JSON.stringify(errors) : '';
        const elapsedMs = performance.now() - begun;
        const fault =
          faultOf(response.status, text, codes, errorCodes, elapsedMs) ??
          (inside.test(refused) ? 'the inside shows' : null);
        if (fault !== null) faults.push({ fault, request, text: text.slice(0, 500) });
      }
      expect(faults).toEqual([]);
      expect(answered > 0).toBe(name !== 'stranger');
    },
    patientMs,
  );

  it(
    `of every route that is described is answered, or is a problem`,
    async () => {
      const next = createCalls(description, seededRandom(71 + everybody.indexOf(name)), [elsewhere.url]);
      // These end what the others are asked with, and streams have no end.
      const left = ['logOut', 'changePassword', 'streamAnomalyEvents'];
      const faults: unknown[] = [];
      const asked = new Set<string>();
      for (let n = 0; n < callsOfEach; n++) {
        const { operationId, method, path, headers, body } = next();
        if (left.includes(operationId) && name !== 'stranger') continue;
        asked.add(operationId);
        const begun = performance.now();
        const init = { method, headers, ...(body !== undefined && { body }) };
        const response = await api.ask(path, askerOf(name), init);
        const text = await response.text();
        const isProblem = response.headers.get('content-type') === 'application/problem+json';
        const codes = isProblem ? [(JSON.parse(text) as { code: unknown }).code] : [];
        // What was asked is said again.
        const said = isProblem ? (JSON.parse(text) as { detail: string }).detail : '';
        const elapsedMs = performance.now() - begun;
        const fault =
          faultOf(response.status, said, codes, Object.keys(problemCodes), elapsedMs) ??
          (response.status >= 400 && !isProblem ? 'no problem is told' : null);
        if (fault !== null) faults.push({ fault, method, path, body, text: text.slice(0, 500) });
      }
      expect(faults).toEqual([]);
      expect(asked.size).toBeGreaterThan(15);
    },
    patientMs,
  );
});

it('no request made the server connect to an address that it names', () => {
  expect(elsewhere.visits).toBe(0);
});
