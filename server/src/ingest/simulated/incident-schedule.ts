/** When incidents happen and to whom: a function of (seed, day), so that any day is known without the days before it. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createDraws } from './draws.ts';
import type { Draws } from './draws.ts';
import { purposes } from './hash.ts';
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { attackKinds, drawnLookAlikeKinds } from './incident-kinds.ts';
import type { IncidentKind } from './incident-kinds.ts';
import { createBackupHabits } from './weekly-backup.ts';

export interface IncidentRates {
  /** Attacks that begin in a day, per 1,000 subscribers. */
  readonly attacksPerDay: number;
  /** Benign look-alikes that begin in a day, per 1,000 subscribers; a third of them are weekly backups. */
  readonly lookAlikesPerDay: number;
  /** Nothing but weekly backups begins before this moment: a network is normal while it is being learnt. */
  readonly quietUntil: EpochSeconds;
}

export interface IncidentSchedule {
  /** Incidents with onset in [from, to), ordered by onset. */
  between(from: EpochSeconds, to: EpochSeconds): Incident[];
}

const daySeconds = 86_400;
/**
 * A subscriber can be hit on one day in seven only. No incident lasts longer than five days and no session carries
 * it further than one more, so two drawn incidents of a subscriber never meet.
 */
const turns = 7;

export function createIncidentSchedule(seed: number, subscribers: number, rates: IncidentRates): IncidentSchedule {
  const thousands = subscribers / 1000;
  const backupsOn = createBackupHabits(seed, subscribers, (rates.lookAlikesPerDay / 3) * thousands);

  function drawOne(
    draws: Draws,
    day: number,
    subscriber: number,
    index: number,
    kinds: readonly IncidentKind[],
  ): Incident {
    const kind = kinds[draws.integer(0, kinds.length - 1)]!;
    return createIncident(
      subscriber,
      kind,
      kind.draw(createDraws(seed, purposes.incident, day, index), day * daySeconds),
    );
  }

  /** Includes incidents that begin on the following night. */
  function drawnFor(day: number): Incident[] {
    const eligible = Math.floor((subscribers - 1 - (day % turns)) / turns) + 1;
    if (eligible <= 0) return [];
    const draws = createDraws(seed, purposes.schedule, day, 0);
    const attacks = draws.count(rates.attacksPerDay * thousands);
    const lookAlikes = draws.count(((rates.lookAlikesPerDay * 2) / 3) * thousands);
    const hit = new Map<number, Incident>();
    for (let index = 0; index < attacks + lookAlikes; index++) {
      const subscriber = draws.integer(0, eligible - 1) * turns + (day % turns);
      const incident = drawOne(draws, day, subscriber, index, index < attacks ? attackKinds : drawnLookAlikeKinds);
      if (!hit.has(subscriber) && incident.onset >= rates.quietUntil) hit.set(subscriber, incident);
    }
    return [...hit.values()];
  }

  function between(from: EpochSeconds, to: EpochSeconds): Incident[] {
    const incidents: Incident[] = [];
    // Onsets may lie up to two days after the start of the day they are drawn for.
    for (let day = Math.floor(from / daySeconds) - 1; day * daySeconds < to; day++) {
      incidents.push(...drawnFor(day), ...backupsOn(day));
    }
    return incidents
      .filter((incident) => incident.onset >= from && incident.onset < to)
      .sort((a, b) => a.onset - b.onset || a.subscriber - b.subscriber);
  }

  return { between };
}
