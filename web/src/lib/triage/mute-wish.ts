/** The mutes that silence the subscribers of some anomalies: one each. */
import type { AnomalyKind, AnomalyRowFragment, MuteInput } from '#lib/graphql/generated/graphql.ts';
import { toIso } from '#lib/time-range/time-range.ts';

/** Mutes go one after the other: more would take too long. */
export const mostMutes = 50;

type Muted = Pick<AnomalyRowFragment, 'subscriber' | 'kind'>;

/** Numbers of the subscribers, each once, in the order of the rows; anomalies of devices are nobody's. */
export const subscribersOf = (rows: readonly Muted[]): string[] => [
  ...new Set(rows.flatMap(({ subscriber }) => (subscriber ? [subscriber.number] : []))),
];

/** The one kind of all of them; null when they differ. */
export function kindOf(rows: readonly Muted[]): AnomalyKind | null {
  const [first] = rows;
  return first && rows.every(({ kind }) => kind === first.kind) ? first.kind : null;
}

/** `until`: epoch milliseconds on the clock of the data. All kinds when `kind` is null. */
export const mutesOf = (
  rows: readonly Muted[],
  { kind, until, reason }: { readonly kind: AnomalyKind | null; readonly until: number; readonly reason: string },
): MuteInput[] =>
  subscribersOf(rows).map((subscriber) => ({
    scope: { subscriber },
    until: toIso(until),
    reason,
    ...(kind === null ? {} : { kinds: [kind] }),
  }));
