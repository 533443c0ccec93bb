/** What a request to the REST routes costs its sender, in the same points as a GraphQL operation. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../access/policy.ts';
import type { CostLimit } from '../graphql/cost-limit.ts';
import { pointsOfLookUp } from '../graphql/operation-cost.ts';
import { answerProblem } from './answer.ts';

/** A page reads a few things of history, the figures all of it, and a list as a whole as much as it has. */
function pointsOf({ pathname, searchParams }: URL): number {
  if (searchParams.get('limit') === 'all') return 200 * pointsOfLookUp;
  return (pathname === '/api/statistics' ? 20 : 5) * pointsOfLookUp;
}

/** False when it was refused here. */
export function passCost(
  limit: CostLimit,
  principal: Principal,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const seconds = limit.waitSeconds(principal);
  if (seconds > 0) {
    const detail = `You asked for more than you may; you may again in ${seconds} s`;
    answerProblem(request, response, 429, detail, { 'Retry-After': seconds });
    return false;
  }
  limit.spend(principal, pointsOf(url));
  return true;
}
