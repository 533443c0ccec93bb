/** Update days: a third of all subscribers download much more for some hours, each at a time of his own. */
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';

const daySeconds = 86_400;
const hour = 3600;
const share = 1 / 3;
const kind = { name: 'update-day', benign: true } as const;

/** What an update day (days since 1970-01-01) brings: one incident for each subscriber who takes part. */
export function updatesOn(seed: number, subscribers: number, day: number): Incident[] {
  const incidents: Incident[] = [];
  for (let subscriber = 0; subscriber < subscribers; subscriber++) {
    const draws = createDraws(seed, purposes.network, -1 - day, subscriber);
    if (draws.unit() >= share) continue;
    const seconds = Math.round(draws.between(hour, 3 * hour));
    const from = day * daySeconds + Math.round(draws.between(0, daySeconds - seconds));
    const [upFactor, downFactor] = [draws.between(1.1, 1.3), draws.factorBetween(3, 8)];
    const phase = { from, to: from + seconds, upFactor, downFactor, ramp: false, reconnects: false };
    incidents.push(createIncident(subscriber, kind, [phase]));
  }
  return incidents;
}
