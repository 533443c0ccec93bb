/** The mutes that silence the subscribers of some anomalies, or their cohorts: one each. */
import type { AnomalyKind, AnomalyRowFragment, MuteInput, MuteScope } from '#lib/graphql/generated/graphql.ts';
import { toIso } from '#lib/time-range/time-range.ts';

/** Mutes go one after the other: more would take too long. */
export const mostMutes = 50;

type Muted = Pick<AnomalyRowFragment, 'subscriber' | 'cohort' | 'kind'>;

export interface MuteWish {
  readonly whose: 'subscribers' | 'cohorts';
  /** All when empty. */
  readonly kinds: readonly AnomalyKind[];
  /** Epoch milliseconds on the clock of the data. */
  readonly until: number;
  readonly reason: string;
}

/** Each once, in the order of the rows; anomalies of devices are nobody's. */
function each<Part>(rows: readonly Muted[], part: (row: Muted) => Part | null | undefined): Part[] {
  return [...new Set(rows.flatMap((row) => (row.subscriber ? [part(row)] : [])))].filter((found) => found != null);
}

/** Numbers of the subscribers. */
export const subscribersOf = (rows: readonly Muted[]): string[] => each(rows, ({ subscriber }) => subscriber?.number);

/** With whom they were compared; one who was compared with nobody has none. */
export const cohortsOf = (rows: readonly Muted[]): string[] => each(rows, ({ cohort }) => cohort);

export const kindsOf = (rows: readonly Muted[]): AnomalyKind[] => each(rows, ({ kind }) => kind);

export function mutesOf(rows: readonly Muted[], { whose, kinds, until, reason }: MuteWish): MuteInput[] {
  const scopes: MuteScope[] =
    whose === 'cohorts'
      ? cohortsOf(rows).map((cohort) => ({ cohort }))
      : subscribersOf(rows).map((subscriber) => ({ subscriber }));
  const only = kinds.length > 0 ? { kinds: [...kinds] } : {};
  return scopes.map((scope) => ({ scope, until: toIso(until), reason, ...only }));
}
