/** What the outage of a device is to each of its subscribers: no traffic for a while, then more than usual for an hour. */
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { rushSeconds } from './network-events.ts';
import type { Outage } from './network-events.ts';

const kind = { name: 'outage', benign: true } as const;

export function incidentOfOutage({ from, to, rushFactor }: Outage, subscriber: number): Incident {
  const down = { from, to, upFactor: 0, downFactor: 0, ramp: false, reconnects: true };
  const rush = { from: to, to: to + rushSeconds, upFactor: rushFactor, downFactor: rushFactor };
  return createIncident(subscriber, kind, [down, { ...rush, ramp: false, reconnects: false }]);
}
