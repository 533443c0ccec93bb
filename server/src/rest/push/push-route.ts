/** POST /ingest/samples and /ingest/sessions: who may push is asked first, then how much, then what. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerProblem, answerText } from '../../http/answer.ts';
import { RequestProblem } from '../../http/problem.ts';
import { TokenBucket } from '../../http/token-bucket.ts';
import type { KeyRing } from '../../ingest/push/key-ring.ts';
import type { Pushed, PushDesk } from '../../ingest/push/push-desk.ts';
import { pushScopes, type PushScope } from '../../ingest/push/push-keys.ts';
import type { Logger } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { readParameters } from '../parameters.ts';
import { KeptAnswers } from './kept-answers.ts';
import { keyOf } from './push-access.ts';
import { formOf, readPushBody, type BodyForm } from './push-body.ts';
import { problemOfPush } from './push-problem.ts';
import { snapshotOf } from './push-parameters.ts';

export interface PushPorts {
  readonly desk: PushDesk;
  readonly keys: KeyRing;
  /** Each has a default. */
  readonly limits?: Partial<typeof defaultLimits>;
}

export interface PushRouteOptions {
  /** Null when no key is good. */
  readonly push?: PushPorts | null;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** A hundred thousand subscribers have 170 samples a second; the rest is to catch up with. */
const defaultLimits = { rowsPerSecond: 10_000, burstRows: 100_000, requests: 8 };
const answersKept = { mostAnswers: 10_000, mostCharacters: 2 ** 24, keptMs: 86_400_000 };
/** What a body costs whose rows were not counted: one for so many bytes. */
const bytesPerRow = 256;
const monotonicMs = (): number => performance.now();

export const pushPaths: ReadonlyMap<string, PushScope> = new Map(
  pushScopes.map((scope) => [`/ingest/${scope}`, scope]),
);

interface PushRequest {
  readonly scope: PushScope;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers the paths of `pushPaths`. */
export function createPushRoute({ push, log, metrics }: PushRouteOptions) {
  const route = push ? new PushRoute(push, metrics) : null;
  return async (scope: PushScope, { url, request, response }: Omit<PushRequest, 'scope'>): Promise<void> => {
    response.once('finish', () => metrics.pushRequests.inc({ route: scope, status: response.statusCode }));
    try {
      if (route === null)
        throw new RequestProblem(404, 'Nothing is taken here; expected a start with --push-keys FILE');
      await route.answer({ scope, url, request, response });
    } catch (error) {
      // A client that breaks off in the middle of its body hears no answer.
      if (request.destroyed && !request.complete) return;
      const { status, message, extras, headers } = problemOfPush(error, log);
      answerProblem(request, response, status, message, headers, extras);
    }
  };
}

class PushRoute {
  readonly #ports: PushPorts;
  readonly #metrics: Metrics;
  readonly #budget: TokenBucket;
  readonly #answers = new KeptAnswers({ ...answersKept, now: monotonicMs });
  readonly #mostRequests: number;
  #underWay = 0;

  constructor(ports: PushPorts, metrics: Metrics) {
    const { requests, rowsPerSecond, burstRows } = { ...defaultLimits, ...ports.limits };
    this.#ports = ports;
    this.#metrics = metrics;
    this.#budget = new TokenBucket({ perSecond: rowsPerSecond, burst: burstRows, now: monotonicMs });
    this.#mostRequests = requests;
  }

  /** Throws what `problemOfPush` reads. */
  async answer(pushed: PushRequest): Promise<void> {
    const { scope, request, response } = pushed;
    if (request.method !== 'POST')
      throw new RequestProblem(
        405,
        `${request.method ?? ''} is not possible here; expected POST`,
        {},
        { Allow: 'POST' },
      );
    const key = await keyOf(request, this.#ports.keys, scope);
    const form = formOf(request);
    const idempotencyKey = idempotencyKeyOf(request);
    this.#refuseWhenBusy(key.name);
    this.#underWay++;
    try {
      const body = await readPushBody(request, form);
      const make = (): Promise<string> => this.#take(pushed, key.name, form, body);
      if (idempotencyKey === null) return answerText(request, response, 202, jsonType, await make());
      const { text, again } = await this.#answers.once(
        `${key.name} ${idempotencyKey}`,
        fingerprintOf(pushed, form, body),
        make,
      );
      answerText(request, response, 202, jsonType, text, again ? { 'Idempotency-Replayed': 'true' } : {});
    } finally {
      this.#underWay--;
    }
  }

  #refuseWhenBusy(key: string): void {
    const seconds = this.#budget.waitSeconds(key);
    if (seconds > 0) {
      const detail = `The key "${key}" has pushed more rows than it may; it may again in ${seconds} s`;
      throw new RequestProblem(429, detail, { code: 'TOO_MANY_ROWS' }, { 'Retry-After': seconds });
    }
    if (this.#underWay < this.#mostRequests) return;
    throw new RequestProblem(503, `${this.#mostRequests} bodies are under way, which is the most at once`);
  }

  /** The answer, once history has the good rows. */
  async #take({ scope, url }: PushRequest, key: string, { mediaType }: BodyForm, body: Buffer): Promise<string> {
    const { desk } = this.#ports;
    let rows = Math.ceil((body.length + 1) / bytesPerRow);
    try {
      if (scope === 'samples') readParameters({}, url.searchParams);
      const { outcome, rejectedBy } =
        scope === 'samples'
          ? await desk.samples(body, mediaType)
          : await desk.sessions(body, mediaType, snapshotOf(url.searchParams, desk));
      const { accepted, repeated, rejected } = outcome;
      rows = Math.max(1, accepted + repeated + rejected);
      this.#count(scope, { outcome, rejectedBy });
      if (accepted + repeated > 0) return JSON.stringify(outcome);
      const detail =
        rejected === 0 ? 'The body has no row' : `None of ${rejected} rows can be used; "outcome" says why`;
      throw new RequestProblem(422, detail, { code: 'NO_USABLE_ROW', outcome });
    } finally {
      this.#budget.spend(key, rows);
    }
  }

  #count(route: PushScope, { outcome, rejectedBy }: Pushed): void {
    this.#metrics.pushRowsKept.inc({ route }, outcome.accepted);
    const refused = [...rejectedBy, ['repeated', outcome.repeated] as const];
    for (const [reason, rows] of refused) if (rows > 0) this.#metrics.pushRowsRefused.inc({ route, reason }, rows);
  }
}

const jsonType = 'application/json; charset=utf-8';

function idempotencyKeyOf({ headers }: IncomingMessage): string | null {
  const given = headers['idempotency-key'];
  if (given === undefined) return null;
  if (typeof given === 'string' && /^[\x20-\x7e]{1,255}$/.test(given)) return given;
  throw new RequestProblem(400, 'The header Idempotency-Key is not of 1 to 255 printable ASCII characters');
}

function fingerprintOf({ url }: PushRequest, { mediaType }: BodyForm, body: Buffer): string {
  return createHash('sha256').update(`${mediaType} ${url.pathname}${url.search}\n`).update(body).digest('base64');
}
