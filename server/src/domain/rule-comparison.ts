/** What changes when one rule takes the place of another: the anomalies that both find, that newly fire, and that vanish. */
import type { Anomaly } from './anomaly.ts';

export interface RuleComparison {
  /** Found by the second rule, in time that the first flagged in the same subscriber. */
  readonly both: readonly Anomaly[];
  /** Found by the second rule alone. */
  readonly newlyFiring: readonly Anomaly[];
  /** Found by the first rule alone. */
  readonly vanished: readonly Anomaly[];
}

/** Two anomalies are the same when they are of one subscriber and overlap in time, whatever their kind. Keeps the given order. */
export function compareAnomalies(first: readonly Anomaly[], second: readonly Anomaly[]): RuleComparison {
  const isInFirst = overlapsOneOf(first);
  const isInSecond = overlapsOneOf(second);
  return {
    both: second.filter(isInFirst),
    newlyFiring: second.filter((anomaly) => !isInFirst(anomaly)),
    vanished: first.filter((anomaly) => !isInSecond(anomaly)),
  };
}

function overlapsOneOf(others: readonly Anomaly[]): (anomaly: Anomaly) => boolean {
  const bySubscriber = Map.groupBy(others, ({ subscriber }) => subscriber);
  return (anomaly) => (bySubscriber.get(anomaly.subscriber) ?? []).some((other) => overlap(anomaly, other));
}

function overlap(a: Anomaly, b: Anomaly): boolean {
  return a.openedAt < (b.closedAt ?? Infinity) && b.openedAt < (a.closedAt ?? Infinity);
}
