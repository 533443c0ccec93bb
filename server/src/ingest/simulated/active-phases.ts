/** Which subscribers have phases that can show in a day's records, looked up in constant time. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { Incident } from './incident.ts';
import { longestIncidentSeconds } from './incident-kinds.ts';
import type { Phase } from './phase.ts';

const daySeconds = 86_400;

export interface ActivePhases {
  /** Brings the table to the day of the moment; cheap when it is already there. */
  moveTo(moment: EpochSeconds): void;
  /** Phases that may touch the subscriber on that day; undefined for almost everybody. */
  of(subscriber: number): readonly Phase[] | undefined;
}

/**
 * `between` gives incidents by onset. `carriedSeconds`: for how long what has passed still shows, as it does in a mean
 * since the session's start.
 */
export function createActivePhases(
  between: (from: EpochSeconds, to: EpochSeconds) => Incident[],
  subscribers: number,
  carriedSeconds: number,
): ActivePhases {
  const touched = new Uint8Array(subscribers);
  const phases = new Map<number, Phase[]>();
  let currentDay = -1;

  function moveTo(moment: EpochSeconds): void {
    const day = Math.floor(moment / daySeconds);
    if (day === currentDay) return;
    currentDay = day;
    for (const subscriber of phases.keys()) touched[subscriber] = 0;
    phases.clear();
    const earliest = day * daySeconds - carriedSeconds - longestIncidentSeconds;
    for (const incident of between(earliest, (day + 1) * daySeconds + 1)) {
      if (incident.end + carriedSeconds < day * daySeconds) continue;
      const known = phases.get(incident.subscriber);
      if (known) known.push(...incident.phases);
      else phases.set(incident.subscriber, [...incident.phases]);
      touched[incident.subscriber] = 1;
    }
  }

  return { moveTo, of: (subscriber) => (touched[subscriber] === 1 ? phases.get(subscriber) : undefined) };
}
