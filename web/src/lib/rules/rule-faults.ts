/** What is wrong with a rule, as the server lists it. */
import type { CombinedError } from '@urql/core';

/** Empty when the query failed for another reason. */
export function faultsOfRule({ graphQLErrors }: Pick<CombinedError, 'graphQLErrors'>): string[] {
  const faults: unknown = graphQLErrors[0]?.extensions['faults'];
  return Array.isArray(faults) ? faults.filter((fault) => typeof fault === 'string') : [];
}
