/** When incidents happen and to whom: a function of (seed, day), so that any day is known without the days before it. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { attackKinds, drawnLookAlikeKinds } from './incident-kinds.ts';
import { createBackupHabits } from './weekly-backup.ts';

export interface IncidentRates {
  /** Attacks that begin in a day, per 1,000 subscribers. */
  readonly attacksPerDay: number;
  /** Benign look-alikes that begin in a day, per 1,000 subscribers; a third of them are weekly backups. */
  readonly lookAlikesPerDay: number;
  /** Nothing but weekly backups begins before this moment: a network is normal while it is being learnt. */
  readonly quietUntil: EpochSeconds;
}

const daySeconds = 86_400;
/**
 * A subscriber can be hit on one day in seven only. No incident lasts longer than five days and no session carries
 * it further than one more, so two drawn incidents of a subscriber never meet.
 */
const turns = 7;

export class IncidentSchedule {
  readonly #seed: number;
  readonly #subscribers: number;
  readonly #rates: IncidentRates;
  readonly #backupsOn: (day: number) => Incident[];

  constructor(seed: number, subscribers: number, rates: IncidentRates) {
    this.#seed = seed;
    this.#subscribers = subscribers;
    this.#rates = rates;
    this.#backupsOn = createBackupHabits(seed, subscribers, (rates.lookAlikesPerDay / 3) * (subscribers / 1000));
  }

  /** Incidents with onset in [from, to), ordered by onset. */
  between(from: EpochSeconds, to: EpochSeconds): Incident[] {
    const incidents: Incident[] = [];
    // Onsets may lie up to two days after the start of the day they are drawn for.
    for (let day = Math.floor(from / daySeconds) - 1; day * daySeconds < to; day++) {
      incidents.push(...this.#drawnFor(day), ...this.#backupsOn(day));
    }
    return incidents
      .filter((incident) => incident.onset >= from && incident.onset < to)
      .sort((a, b) => a.onset - b.onset || a.subscriber - b.subscriber);
  }

  /** Includes incidents that begin on the following night. */
  #drawnFor(day: number): Incident[] {
    const turn = day % turns;
    const eligible = Math.floor((this.#subscribers - 1 - turn) / turns) + 1;
    if (eligible <= 0) return [];
    const thousands = this.#subscribers / 1000;
    const draws = createDraws(this.#seed, purposes.schedule, day, 0);
    const attacks = draws.count(this.#rates.attacksPerDay * thousands);
    const lookAlikes = draws.count(((this.#rates.lookAlikesPerDay * 2) / 3) * thousands);
    const hit = new Map<number, Incident>();
    for (let index = 0; index < attacks + lookAlikes; index++) {
      const subscriber = draws.integer(0, eligible - 1) * turns + turn;
      const kinds = index < attacks ? attackKinds : drawnLookAlikeKinds;
      const kind = kinds[draws.integer(0, kinds.length - 1)]!;
      const phases = kind.draw(createDraws(this.#seed, purposes.incident, day, index), day * daySeconds);
      const incident = createIncident(subscriber, kind, phases);
      if (!hit.has(subscriber) && incident.onset >= this.#rates.quietUntil) hit.set(subscriber, incident);
    }
    return [...hit.values()];
  }
}
