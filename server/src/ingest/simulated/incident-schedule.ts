/** When incidents happen and to whom: a function of (seed, day), so that any day is known without the days before it. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { attackKinds, drawnLookAlikeKinds, variantsOf } from './incident-kinds.ts';
import type { NetworkEvents, Outage } from './network-events.ts';
import { incidentOfOutage } from './outage-incidents.ts';
import { createPlanUpgrades } from './plan-upgrade.ts';
import type { PlanUpgrades } from './plan-upgrade.ts';
import { updatesOn } from './update-day.ts';
import { createBackupHabits } from './weekly-backup.ts';

export interface IncidentRates {
  /** Attacks that begin in a day, per 1,000 subscribers. */
  readonly attacksPerDay: number;
  /** Benign look-alikes that begin in a day, per 1,000 subscribers; a quarter of them are weekly backups. */
  readonly lookAlikesPerDay: number;
  /** Nothing but weekly backups begins before this moment: a network is normal while it is being learnt. */
  readonly quietUntil: EpochSeconds;
}

export interface IncidentScheduleOptions {
  readonly seed: number;
  readonly subscribers: number;
  readonly rates: IncidentRates;
  readonly network: NetworkEvents;
  /** Number of devices. */
  readonly devices: number;
  /** Whether the subscriber is a customer all the time between; from the first moment alone, if `to` is Infinity. */
  isCustomer(subscriber: number, from: EpochSeconds, to: EpochSeconds): boolean;
  /** Who was on the device of an outage when it began. */
  subscribersOf(outage: Outage): readonly number[];
}

const daySeconds = 86_400;
/**
 * A subscriber can be hit on one day in seven only. No incident lasts longer than five days and no session of the flat
 * world carries it further than one more, so two drawn incidents of a subscriber never meet.
 */
const turns = 7;
const attackVariants = variantsOf(attackKinds);
const lookAlikeVariants = variantsOf(drawnLookAlikeKinds);
/** Of the look-alikes one part each are backups and plan upgrades; the others are drawn by day. */
const lookAlikeParts = drawnLookAlikeKinds.length + 2;

export class IncidentSchedule {
  readonly upgrades: PlanUpgrades;
  readonly #options: IncidentScheduleOptions;
  readonly #backupsOn: (day: number) => Incident[];

  constructor(options: IncidentScheduleOptions) {
    const { seed, subscribers, rates } = options;
    const ofEach = (rates.lookAlikesPerDay / lookAlikeParts) * (subscribers / 1000);
    this.#options = options;
    this.#backupsOn = createBackupHabits(seed, subscribers, ofEach);
    this.upgrades = createPlanUpgrades(seed, subscribers, ofEach, rates.quietUntil);
  }

  /** Incidents with onset in [from, to), ordered by onset. */
  between(from: EpochSeconds, to: EpochSeconds): Incident[] {
    return this.#between(from, to, (day) => [
      ...this.#passingOn(day),
      ...this.upgrades.on(day),
      ...this.#outagesOn(day),
    ]);
  }

  /** As `between`, without plan upgrades, which last for good: see `upgrades`. */
  endingBetween(from: EpochSeconds, to: EpochSeconds): Incident[] {
    return this.#between(from, to, (day) => [...this.#passingOn(day), ...this.#outagesOn(day)]);
  }

  /** As `endingBetween`, without outages. */
  passingBetween(from: EpochSeconds, to: EpochSeconds): Incident[] {
    return this.#between(from, to, (day) => this.#passingOn(day));
  }

  #between(from: EpochSeconds, to: EpochSeconds, on: (day: number) => Incident[]): Incident[] {
    const incidents: Incident[] = [];
    // Onsets may lie up to two days after the start of the day they are drawn for.
    for (let day = Math.floor(from / daySeconds) - 1; day * daySeconds < to; day++) incidents.push(...on(day));
    return incidents
      .filter(
        ({ subscriber, onset, end }) => onset >= from && onset < to && this.#options.isCustomer(subscriber, onset, end),
      )
      .sort((a, b) => a.onset - b.onset || a.subscriber - b.subscriber);
  }

  /** Drawn for the day; includes incidents that begin on the following night. */
  #passingOn(day: number): Incident[] {
    const { seed, subscribers, network } = this.#options;
    const updates = network.isUpdateDay(day) ? updatesOn(seed, subscribers, day) : [];
    return [...this.#drawnFor(day), ...this.#backupsOn(day), ...updates];
  }

  #outagesOn(day: number): Incident[] {
    const { devices, network } = this.#options;
    return Array.from({ length: devices }, (_, device) =>
      network.outages(device, day * daySeconds, (day + 1) * daySeconds),
    )
      .flat()
      .flatMap((outage) =>
        this.#options.subscribersOf(outage).map((subscriber) => incidentOfOutage(outage, subscriber)),
      );
  }

  #drawnFor(day: number): Incident[] {
    const { seed, subscribers, rates } = this.#options;
    const turn = day % turns;
    const eligible = Math.floor((subscribers - 1 - turn) / turns) + 1;
    if (eligible <= 0) return [];
    const thousands = subscribers / 1000;
    const draws = createDraws(seed, purposes.schedule, day, 0);
    const attacks = draws.count(rates.attacksPerDay * thousands);
    const drawnPart = drawnLookAlikeKinds.length / lookAlikeParts;
    const lookAlikes = draws.count(rates.lookAlikesPerDay * drawnPart * thousands);
    const hit = new Map<number, Incident>();
    for (let index = 0; index < attacks + lookAlikes; index++) {
      const subscriber = draws.integer(0, eligible - 1) * turns + turn;
      const variants = index < attacks ? attackVariants : lookAlikeVariants;
      const { kind, nominal } = variants[draws.integer(0, variants.length - 1)]!;
      const own = createDraws(seed, purposes.incident, day, index);
      const incident = createIncident(subscriber, kind, kind.draw(own, day * daySeconds, nominal), nominal);
      if (!hit.has(subscriber) && incident.onset >= rates.quietUntil) hit.set(subscriber, incident);
    }
    return [...hit.values()];
  }
}
