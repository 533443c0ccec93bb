/** What a list of anomalies is sorted by, in the address as `?sort=severity` or `?sort=opened,asc`; newest detection first without it. */
import type { AnomalyOrderField } from '#lib/graphql/generated/graphql.ts';
import { newestFirst } from './anomaly-order.ts';
import type { Order } from './anomaly-order.ts';

const fields = {
  detected: 'DETECTED_AT',
  opened: 'OPENED_AT',
  severity: 'SEVERITY',
  score: 'SCORE',
} as const satisfies Record<string, AnomalyOrderField>;

export type SortName = keyof typeof fields;
export const sortNames = Object.keys(fields) as readonly SortName[];

export interface Sorting {
  readonly by: SortName;
  readonly descending: boolean;
}
const usual: Sorting = { by: 'detected', descending: true };

/** What cannot be read counts as not given. */
export function readSorting(parameters: { get(name: string): string | null }): Sorting {
  const [name = '', direction] = (parameters.get('sort') ?? '').split(',');
  return sortNames.includes(name as SortName) ? { by: name as SortName, descending: direction !== 'asc' } : usual;
}

/** As the address says it; null for what needs no word. */
export function sortParameter({ by, descending }: Sorting): string | null {
  if (!descending) return `${by},asc`;
  return by === usual.by ? null : by;
}

/** After a column is pressed: the greatest first, then the least, then as usual. */
export function pressed(by: SortName, { by: before, descending }: Sorting): Sorting {
  if (before !== by) return { by, descending: true };
  return descending ? { by, descending: false } : usual;
}

/** Among equals the newest detection comes first. */
export function orderOf({ by, descending }: Sorting): Order {
  const order = [{ field: fields[by], direction: descending ? 'DESC' : 'ASC' } as const];
  return by === usual.by ? order : [...order, ...newestFirst];
}
