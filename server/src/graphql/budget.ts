/** How much one operation may ask of history: an answer that needs more is refused before it keeps everybody waiting. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HistoryReader } from '../history/history.ts';
import { clientError } from './errors.ts';

export interface Budget {
  /** Throws QUERY_TOO_COMPLEX beyond 200 look-ups. */
  spendLookUps(lookUps: number): void;
  /**
   * The same for what is costly: resolves once the fields beside it have spent theirs, so that nothing is begun of what
   * will be refused.
   */
  claimLookUps(lookUps: number): Promise<void>;
  /** Throws QUERY_TOO_COMPLEX beyond 100,000 points of series. */
  spendPoints(points: number): void;
  /** So far. */
  spent(): { readonly lookUps: number; readonly points: number };
}

const mostLookUps = 200;
const mostPoints = 100_000;

export function createBudget(): Budget {
  let lookUps = 0;
  let points = 0;
  const spendLookUps = (more: number): void => {
    lookUps += more;
    if (lookUps <= mostLookUps) return;
    throw clientError('QUERY_TOO_COMPLEX', `The answer needs more than ${mostLookUps} look-ups; ask for smaller pages`);
  };
  return {
    spendLookUps,
    spent: () => ({ lookUps, points }),
    async claimLookUps(more) {
      spendLookUps(more);
      await nextTurn();
      spendLookUps(0);
    },
    spendPoints(more) {
      points += more;
      if (points <= mostPoints) return;
      const advice = 'ask for a shorter time range, a coarser resolution or fewer series';
      throw clientError(
        'QUERY_TOO_COMPLEX',
        `The series of the answer could have more than ${mostPoints} points; ${advice}`,
      );
    },
  };
}

/** History, each question of which costs the budget a look-up. */
export function withBudget(history: HistoryReader, budget: Budget): HistoryReader {
  return new Proxy(history, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]): unknown => {
        budget.spendLookUps(1);
        return Reflect.apply(method, target, args);
      };
    },
  });
}
