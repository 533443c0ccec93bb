/**
 * What is suppressed and since when, by subscriber and by cohort, so that an anomaly is looked up at once. It holds what
 * people decided, some hundred bytes for each verdict or mute that ever suppressed something.
 */
import { comparePlaces } from './feed-entry.ts';
import { suppresses, type Suppressible, type Suppression, type SuppressionChange } from './suppression.ts';
import type { Anomaly } from './anomaly.ts';
import type { EpochSeconds } from './traffic.ts';

/** A suppression, with the act by which it stands. */
export type StandingSuppression = Pick<SuppressionChange, 'suppression' | 'act'>;

interface Entry {
  newest: SuppressionChange;
  /** From when on, by the data's clock, it stood or did not, in order. */
  readonly turns: { readonly at: EpochSeconds; readonly active: boolean }[];
}

export class SuppressionIndex {
  readonly #bySubscriber = new Map<string, Map<string, Entry>>();
  readonly #byCohort = new Map<string, Map<string, Entry>>();
  /** Anomalies that were found infected. */
  readonly #infected = new Set<string>();

  /** In the order of the acts. The same one once more, or one before it, changes nothing. */
  apply(change: SuppressionChange): void {
    const { suppression, active, isInfected, act } = change;
    const [index, key] = this.#placeOf(suppression);
    const known = index.get(key)?.get(suppression.id);
    if (known !== undefined && comparePlaces(act, known.newest.act) <= 0) return;
    if (isInfected) this.#infected.add(suppression.id);
    else this.#infected.delete(suppression.id);
    if (known !== undefined) {
      if (active !== known.newest.active) known.turns.push({ at: act.at, active });
      known.newest = change;
    } else if (active) {
      const entries = index.get(key) ?? new Map<string, Entry>();
      index.set(key, entries.set(suppression.id, { newest: change, turns: [{ at: act.at, active }] }));
    }
  }

  /** Of whom something was decided by name. */
  subscribers(): Iterable<string> {
    return this.#bySubscriber.keys();
  }

  /** What was decided of a subscriber's anomalies is gone. */
  forget(subscriber: string): void {
    this.#bySubscriber.delete(subscriber);
  }

  /** What keeps the anomaly from being reported, the oldest first, his own before his cohort's; null when it is reported. */
  suppressionOf(anomaly: Suppressible & Pick<Anomaly, 'id'>): StandingSuppression | null {
    if (this.#infected.has(anomaly.id)) return null;
    for (const { newest } of this.#candidates(anomaly)) {
      if (newest.active && suppresses(newest.suppression, anomaly)) return newest;
    }
    return null;
  }

  isSuppressed(anomaly: Suppressible & Pick<Anomaly, 'id'>): boolean {
    return this.suppressionOf(anomaly) !== null;
  }

  /**
   * Whether what had been decided before a moment of the data suppressed it: the detector asks with the time of detection,
   * and gets the same answer when history is judged again.
   */
  wasSuppressed(anomaly: Suppressible, before: EpochSeconds): boolean {
    for (const { newest, turns } of this.#candidates(anomaly)) {
      const stood = turns.findLast(({ at }) => at < before)?.active ?? false;
      if (stood && suppresses(newest.suppression, anomaly)) return true;
    }
    return false;
  }

  #placeOf({ scope }: Suppression): [index: Map<string, Map<string, Entry>>, key: string] {
    return 'subscriber' in scope ? [this.#bySubscriber, scope.subscriber] : [this.#byCohort, scope.cohort];
  }

  *#candidates({ subscriber, comparison }: Suppressible): Iterable<Entry> {
    if (subscriber === null) return;
    yield* this.#bySubscriber.get(subscriber)?.values() ?? [];
    if (comparison !== null) yield* this.#byCohort.get(comparison.cohort)?.values() ?? [];
  }
}
