/** Which subscribers have phases that can show in a day's records, looked up in constant time. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { IncidentSchedule } from './incident-schedule.ts';
import { longestIncidentSeconds } from './incident-kinds.ts';
import type { Phase } from './phase.ts';
import { longestSessionSeconds } from './session-line.ts';

const daySeconds = 86_400;

export interface ActivePhases {
  /** Brings the table to the day of the moment; cheap when it is already there. */
  moveTo(moment: EpochSeconds): void;
  /** Phases that may touch the subscriber's sessions on that day; undefined for almost everybody. */
  of(subscriber: number): readonly Phase[] | undefined;
}

export function createActivePhases(schedule: IncidentSchedule, subscribers: number): ActivePhases {
  const touched = new Uint8Array(subscribers);
  const phases = new Map<number, Phase[]>();
  let currentDay = -1;

  function moveTo(moment: EpochSeconds): void {
    const day = Math.floor(moment / daySeconds);
    if (day === currentDay) return;
    currentDay = day;
    for (const subscriber of phases.keys()) touched[subscriber] = 0;
    phases.clear();
    // A session open at the start of the day may hold traffic of an incident that ended while it ran.
    const earliest = day * daySeconds - longestSessionSeconds - longestIncidentSeconds;
    for (const incident of schedule.between(earliest, (day + 1) * daySeconds)) {
      const known = phases.get(incident.subscriber);
      if (known) known.push(...incident.phases);
      else phases.set(incident.subscriber, [...incident.phases]);
      touched[incident.subscriber] = 1;
    }
  }

  return { moveTo, of: (subscriber) => (touched[subscriber] === 1 ? phases.get(subscriber) : undefined) };
}
