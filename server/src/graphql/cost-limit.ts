/** How much each sender may ask for: points by what an operation really cost, the same on every transport. */
import type { ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Principal } from '../access/policy.ts';
import { TokenBucket, type TokenBucketOptions } from '../http/token-bucket.ts';
import type { SenderContext } from './access-rule.ts';
import type { ApiContext } from './context.ts';
import { clientError } from './errors.ts';

/** A page of the dashboard costs 20 to 40 points, and asks again while data come in: room for many pages at once. */
export const defaultCostLimit = { perSecond: 200, burst: 10_000 } as const;
/** Of the series of an answer; so many points cost as much as a look-up. */
const seriesPointsPerPoint = 1000;

export class CostLimit {
  readonly #bucket: TokenBucket;

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

  /** Throws RATE_LIMITED, over HTTP with status 429 and Retry-After. */
  check(principal: Principal): void {
    const seconds = this.waitSeconds(principal);
    if (seconds === 0) return;
    const http = { status: 429, headers: { 'Retry-After': String(seconds) } };
    const message = `You asked for more than you may; you may again in ${seconds} s`;
    throw clientError('RATE_LIMITED', message, null, { retryAfterSeconds: seconds, http });
  }

  spendOn(args: ExecutionArgs): void {
    const { actor, budget } = args.contextValue as ApiContext;
    const { lookUps, points } = budget.spent();
    this.spend(actor, 1 + lookUps + points / seriesPointsPerPoint);
  }
}

/** The WebSocket side checks by itself, before it begins an operation. */
export function createCostPlugin(limit: CostLimit): Plugin<object, Partial<SenderContext>> {
  return {
    onParams({ context: { principal } }) {
      if (principal !== undefined) limit.check(principal);
    },
    onExecute: ({ args }) => ({ onExecuteDone: () => limit.spendOn(args) }),
    onSubscribe: ({ args }) => limit.spendOn(args),
  };
}
