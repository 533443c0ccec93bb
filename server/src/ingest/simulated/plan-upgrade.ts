/** Faster contracts: at most one for each subscriber, on a midnight drawn once, and for good. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { planUpgrade } from './incident-kinds.ts';

const daySeconds = 86_400;

export interface PlanUpgrades {
  /** Upgrades that begin on a day (days since 1970-01-01), by subscriber. */
  on(day: number): readonly Incident[];
  /** The subscriber's upgrade, whenever it is; undefined for those who never have one. */
  of(subscriber: number): Incident | undefined;
  all(): Iterable<Incident>;
}

/** Later ones are left out: nobody simulates so long. */
const horizonDays = 400;

/** `perDay` is the expected number for the whole network, none of them before `quietUntil`. */
export function createPlanUpgrades(
  seed: number,
  subscribers: number,
  perDay: number,
  quietUntil: EpochSeconds,
): PlanUpgrades {
  const bySubscriber = new Map<number, Incident>();
  const byDay = new Map<number, Incident[]>();
  const firstDay = Math.ceil(quietUntil / daySeconds);
  for (let subscriber = 0; subscriber < subscribers; subscriber++) {
    const draws = createDraws(seed, purposes.upgrade, 0, subscriber);
    // Exponential waiting time: the same chance on every day.
    const days = Math.floor((-Math.log(1 - draws.unit()) * subscribers) / perDay);
    if (!(days < horizonDays)) continue;
    const day = firstDay + days;
    const incident = createIncident(subscriber, planUpgrade, planUpgrade.draw(draws, day * daySeconds, 1));
    bySubscriber.set(subscriber, incident);
    const others = byDay.get(day);
    if (others) others.push(incident);
    else byDay.set(day, [incident]);
  }
  return {
    on: (day) => byDay.get(day) ?? [],
    of: (subscriber) => bySubscriber.get(subscriber),
    all: () => bySubscriber.values(),
  };
}
