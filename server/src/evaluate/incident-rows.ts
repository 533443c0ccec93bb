/** The rows of the tables of attacks and look-alikes: how many there were, how many a rule found, and how soon. */
import type { KnownIncident } from './known-incident.ts';
import type { Matching } from './match-episodes.ts';
import { quantile } from './quantile.ts';

export interface IncidentRow {
  readonly label: string;
  readonly incidents: number;
  /** On which at least one episode opened. */
  readonly found: number;
  /** found / incidents; null of none. */
  readonly share: number | null;
  /** From onset to the first detection, of those found; null of none. */
  readonly medianDelayMinutes: number | null;
  readonly delay90Minutes: number | null;
}

const longSeconds = 6 * 3600;

/** One row a kind and nominal strength, one for the takeovers that nobody should miss, one for all. */
export function attackRows(matching: Matching): IncidentRow[] {
  const attacks = [...matching.firstDetection].filter(([{ benign }]) => !benign);
  const plain = attacks.filter(([{ kind, factor, onset, end }]) => isPlain(kind, factor, end - onset));
  return [
    ...rowsByLabel(attacks),
    rowOf('takeover x3 and more, lasting >= 6 h', plain),
    rowOf('every attack', attacks),
  ];
}

export function lookAlikeRows(matching: Matching): IncidentRow[] {
  return rowsByLabel([...matching.firstDetection].filter(([{ benign }]) => benign));
}

function isPlain(kind: string, factor: number, seconds: number): boolean {
  return kind === 'takeover' && factor >= 3 && seconds >= longSeconds;
}

type Outcome = readonly [KnownIncident, number | null];

function rowsByLabel(outcomes: readonly Outcome[]): IncidentRow[] {
  const groups = Map.groupBy([...outcomes].sort(byKindThenStrength), ([{ kind, nominal }]) => `${kind} ${nominal}`);
  return [...groups].map(([label, group]) => rowOf(label.trim(), group));
}

function byKindThenStrength([a]: Outcome, [b]: Outcome): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.nominal === b.nominal ? 0 : a.factor - b.factor;
}

function rowOf(label: string, outcomes: readonly Outcome[]): IncidentRow {
  const delays = outcomes.flatMap(([{ onset }, at]) => (at === null ? [] : [(at - onset) / 60]));
  return {
    label,
    incidents: outcomes.length,
    found: delays.length,
    share: outcomes.length === 0 ? null : delays.length / outcomes.length,
    medianDelayMinutes: quantile(delays, 0.5),
    delay90Minutes: quantile(delays, 0.9),
  };
}
