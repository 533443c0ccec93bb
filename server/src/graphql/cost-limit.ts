/** How much one operation may cost, and each sender all his operations together: in points that are known before it is run, the same on every transport. */
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Principal } from '../access/policy.ts';
import { TokenBucket, type TokenBucketOptions } from '../http/token-bucket.ts';
import type { SenderContext } from './access-rule.ts';
import type { ApiContext } from './context.ts';
import { clientError } from './errors.ts';
import { operationCost, pointsOfOperation } from './operation-cost.ts';

/** A page of the dashboard costs 1,000 to 5,000 points, and asks again while data come in: room for many pages at once. */
export const defaultCostLimit = { perSecond: 10_000, burst: 500_000 } as const;
/** Points of one operation: of those of the dashboard, and of one's own. */
export const mostPointsOfOperation = { dashboard: 10_000, own: 20_000 } as const;

/** What an answer says of its cost to who asks for it by `extensions.cost` of the request. */
export interface ToldCost {
  readonly requested: number;
  /** The most that one operation of this sender may cost. */
  readonly limit: number;
  /** What he may spend at once now; null for whoever sits at the machine alone. */
  readonly remaining: number | null;
}

export class CostLimit {
  readonly #bucket: TokenBucket;
  /** By the context of the operation: on a socket it is charged before it is run. */
  readonly #charged = new WeakMap<object, number>();

  constructor(options: TokenBucketOptions) {
    this.#bucket = new TokenBucket(options);
  }

  /** Seconds after which he may ask again; 0 when he may now. Whoever sits at the machine alone is not held back. */
  waitSeconds({ kind, name }: Principal): number {
    return kind === 'local' ? 0 : this.#bucket.waitSeconds(`${kind} ${name}`);
  }

  spend({ kind, name }: Principal, points: number): void {
    if (kind !== 'local') this.#bucket.spend(`${kind} ${name}`, points);
  }

  /** Of whatever comes, before it is read. Throws RATE_LIMITED, over HTTP with status 429 and Retry-After. */
  admit(principal: Principal): void {
    const seconds = this.waitSeconds(principal);
    this.spend(principal, pointsOfOperation);
    if (seconds === 0) return;
    const http = { status: 429, headers: { 'Retry-After': String(seconds) } };
    const message = `You asked for more than you may; you may again in ${seconds} s`;
    throw clientError('RATE_LIMITED', message, null, { retryAfterSeconds: seconds, http });
  }

  /** Once for each operation. Throws QUERY_TOO_COMPLEX, over HTTP with status 400. */
  charge(args: ExecutionArgs): void {
    const context = args.contextValue as ApiContext;
    if (this.#charged.has(context)) return;
    const { actor, status } = context;
    const requested = operationCost(args, status.current().slotSeconds);
    const limit = limitOf(actor);
    if (requested > limit) {
      const message = `The answer could cost ${requested} points, and one operation has at most ${limit}; ask for smaller pages, shorter ranges or fewer fields`;
      throw clientError('QUERY_TOO_COMPLEX', message, null, { cost: { requested, limit }, http: { status: 400 } });
    }
    this.#charged.set(context, requested);
    this.spend(actor, requested - pointsOfOperation);
  }

  /** Of an operation that was charged. */
  told({ contextValue }: ExecutionArgs): ToldCost {
    const { actor } = contextValue as ApiContext;
    const remaining = actor.kind === 'local' ? null : this.#bucket.left(`${actor.kind} ${actor.name}`);
    return { requested: this.#charged.get(contextValue as object) ?? 0, limit: limitOf(actor), remaining };
  }
}

const limitOf = ({ permissions }: Principal): number =>
  permissions.has('explore') ? mostPointsOfOperation.own : mostPointsOfOperation.dashboard;

/** The WebSocket side admits and charges by itself, before it begins an operation. */
export function createCostPlugin(limit: CostLimit, onRefused: () => void): Plugin<object, Partial<SenderContext>> {
  const refusalOf = (args: ExecutionArgs): ExecutionResult | null => {
    try {
      limit.charge(args);
      return null;
    } catch (error) {
      onRefused();
      return { errors: [error as ReturnType<typeof clientError>] };
    }
  };
  return {
    onParams({ context: { principal } }) {
      if (principal !== undefined) limit.admit(principal);
    },
    onExecute({ args, setResultAndStopExecution }) {
      const refusal = refusalOf(args);
      if (refusal !== null) return setResultAndStopExecution(refusal);
      if (!wantsCost(args)) return undefined;
      return {
        onExecuteDone({ result, setResult }) {
          if (!isAsyncIterable(result))
            setResult({ ...result, extensions: { ...result.extensions, cost: limit.told(args) } });
        },
      };
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = refusalOf(args);
      if (refusal !== null) setResultAndStopExecution(refusal);
    },
  };
}

/** Yoga keeps the request in the context, on every transport. */
function wantsCost({ contextValue }: ExecutionArgs): boolean {
  const { params } = contextValue as { readonly params?: { readonly extensions?: { readonly cost?: unknown } | null } };
  return params?.extensions?.cost === true;
}
