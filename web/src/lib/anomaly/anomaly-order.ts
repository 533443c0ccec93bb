/** The order of a list of anomalies, as the server has it: what is asked for, and the id at last. */
import type { AnomalyOrder, AnomalyOrderField, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';

export type Order = readonly AnomalyOrder[];

export const newestFirst: Order = [{ field: 'DETECTED_AT', direction: 'DESC' }];

type Ordered = Pick<AnomalyRowFragment, 'id' | 'severity' | 'openedAt' | 'detectedAt' | 'score'>;

const ranks = { INFO: 1, WARNING: 2, CRITICAL: 3 } as const;
const values: Readonly<Record<AnomalyOrderField, (row: Ordered) => number>> = {
  SEVERITY: (row) => ranks[row.severity],
  OPENED_AT: (row) => Date.parse(row.openedAt),
  DETECTED_AT: (row) => Date.parse(row.detectedAt),
  SCORE: (row) => row.score,
};

/** Whether one row stands before the other. */
export function precedes(one: Ordered, other: Ordered, order: Order): boolean {
  for (const { field, direction } of order) {
    const [first, second] = [values[field](one), values[field](other)];
    if (first !== second) return first > second === (direction === 'DESC');
  }
  return one.id < other.id;
}
