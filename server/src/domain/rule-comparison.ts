/** What changes when one rule takes the place of another: the anomalies that both find, that newly fire, and that vanish. */
import type { Anomaly } from './anomaly.ts';
import type { EpochSeconds } from './traffic.ts';

export interface RuleComparison {
  /** Found by the second rule, in time that the first flagged in the same subscriber. */
  readonly both: readonly Anomaly[];
  /** Found by the second rule alone. */
  readonly newlyFiring: readonly Anomaly[];
  /** Found by the first rule alone. */
  readonly vanished: readonly Anomaly[];
}

/** Two anomalies are the same when they are of one subscriber, or one device as a whole, and overlap in time, whatever their kind. Keeps the given order. */
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
  const timelines = new Map(Array.from(Map.groupBy(others, whoseOf), ([whose, own]) => [whose, timelineOf(own)]));
  return (anomaly) => {
    const { openedAt, closedAt } = anomaly;
    const timeline = timelines.get(whoseOf(anomaly));
    return timeline !== undefined && latestEndBefore(timeline, closedAt ?? Infinity) > openedAt;
  };
}

/** Whose anomaly it is; a device may have the name of a subscriber. */
function whoseOf({ subscriber, device }: Anomaly): string {
  return subscriber === null ? `device ${device}` : `subscriber ${subscriber}`;
}

/** When each anomaly opened, in order, and the latest end of those up to it. */
interface Timeline {
  readonly openedAt: readonly EpochSeconds[];
  readonly endedBy: readonly EpochSeconds[];
}

function timelineOf(anomalies: readonly Anomaly[]): Timeline {
  const inOrder = [...anomalies].sort((a, b) => a.openedAt - b.openedAt);
  let latest = -Infinity;
  const endedBy = inOrder.map(({ closedAt }) => (latest = Math.max(latest, closedAt ?? Infinity)));
  return { openedAt: inOrder.map(({ openedAt }) => openedAt), endedBy };
}

/** The latest end of those that opened before the moment: by halving, since a lax rule finds thousands in one subscriber. */
function latestEndBefore({ openedAt, endedBy }: Timeline, moment: EpochSeconds): EpochSeconds {
  let [low, high] = [0, openedAt.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (openedAt[middle]! < moment) low = middle + 1;
    else high = middle;
  }
  return endedBy[low - 1] ?? -Infinity;
}
