/** The real world: rhythms, heavy tails, growth, customers who come and go; counters that only grow within a session. */
import type { SessionBatch } from '../../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../../../domain/traffic.ts';
import { createActivePhases } from '../active-phases.ts';
import type { ActivePhases } from '../active-phases.ts';
import { createArrivals } from '../arrivals.ts';
import type { Arrival } from '../arrivals.ts';
import { IncidentSchedule } from '../incident-schedule.ts';
import { createNetworkEvents, usualNetworkEvents } from '../network-events.ts';
import { RecentRecords } from '../recent-records.ts';
import { emptyRow } from '../slot-records.ts';
import type { SlotRecords } from '../slot-records.ts';
import { subscriberNumber } from '../subscriber-number.ts';
import type { World, WorldOptions } from '../world.ts';
import { DeviceState } from './device-state.ts';
import { realClasses } from './real-class.ts';
import { RealPopulation } from './real-population.ts';
import { SessionCounters } from './session-counters.ts';
import { realSessionLengths } from './session-lengths.ts';
import { SlotUsage } from './slot-usage.ts';
import { createTenancy } from './tenancy.ts';

const daySeconds = 86_400;

export class RealWorld implements World {
  readonly options: WorldOptions;
  readonly population: RealPopulation;
  readonly incidents: IncidentSchedule;
  readonly arrivalsAt: (at: EpochSeconds) => readonly Arrival[];
  readonly #active: ActivePhases;
  readonly #devices: DeviceState;
  readonly #usage: SlotUsage;
  readonly #counters: SessionCounters;
  readonly #recent: RecentRecords;
  readonly #row = emptyRow();
  /** End of the last slot that the counters hold. */
  #countedTo: EpochSeconds = -1;
  #dayAtHand = -1;

  constructor(options: WorldOptions, directory: SubscriberDirectory) {
    const { seed, subscribers, devices, slotSeconds } = options;
    const events = options.networkEvents ?? usualNetworkEvents;
    const quietUntil = options.startedAt + options.quietDays * daySeconds;
    const network = createNetworkEvents(seed, events, quietUntil);
    const tenancy = createTenancy(seed);
    this.options = options;
    this.population = new RealPopulation(seed, subscribers, devices.length, options.noiseFactor);
    this.incidents = new IncidentSchedule({
      seed,
      subscribers,
      rates: { ...options, quietUntil },
      network,
      devices: devices.length,
      isCustomer: (subscriber, from, to) =>
        tenancy.from(subscriber, from) <= from && (to === Infinity || to <= tenancy.to(subscriber, from)),
      subscribersOf: ({ device }) => this.#subscribersAt(device),
    });
    this.arrivalsAt = createArrivals({ seed, devices: devices.length, slotSeconds, events }, network);
    this.#active = createActivePhases((from, to) => this.incidents.passingBetween(from, to), subscribers, 0);
    this.#devices = new DeviceState(devices.length, network);
    this.#usage = new SlotUsage(seed, this.population, this.incidents.upgrades, slotSeconds);
    const parts = { seed, population: this.population, tenancy, devices: this.#devices, active: this.#active };
    this.#counters = new SessionCounters({ ...parts, usage: this.#usage });
    const index = Uint32Array.from({ length: subscribers }, (_, at) => directory.indexOf(this.subscriberId(at)));
    this.#recent = new RecentRecords(devices, index);
  }

  subscriberId(position: number): string {
    return String(subscriberNumber(this.options.seed, position));
  }

  classOf(position: number): string {
    return realClasses[this.population.classIndex[position]!]!.name;
  }

  planOf(position: number): string {
    return this.population.plan[position]!;
  }

  typeOf(position: number): 'P' | 'J' {
    return realClasses[this.population.classIndex[position]!]!.type;
  }

  recordsAt(snapshotAt: EpochSeconds): readonly SessionBatch[] {
    const known = this.#recent.of(snapshotAt);
    if (known !== undefined) return known.batches;
    const slotStart = snapshotAt - this.options.slotSeconds;
    if (this.#countedTo !== slotStart) this.#jumpTo(slotStart);
    const records = this.#recent.begin(snapshotAt);
    this.#enterSlot(slotStart);
    for (let subscriber = 0; subscriber < this.population.count; subscriber++) {
      this.#addSubscriber(subscriber, slotStart, snapshotAt, records);
    }
    this.#countedTo = snapshotAt;
    return records.batches;
  }

  #subscribersAt(device: number): number[] {
    return [...this.population.home.keys()].filter((subscriber) => this.population.home[subscriber] === device);
  }

  #enterSlot(slotStart: EpochSeconds): void {
    this.#usage.moveTo(slotStart);
    this.#active.moveTo(slotStart);
    this.#devices.moveTo(slotStart, slotStart + this.options.slotSeconds);
    const day = Math.floor(slotStart / daySeconds);
    if (day === this.#dayAtHand) return;
    this.#dayAtHand = day;
    this.#counters.enterDay(day * daySeconds);
  }

  /** Brings the counters to a moment that does not follow: sums up the sessions that are open there. */
  #jumpTo(moment: EpochSeconds): void {
    const { slotSeconds } = this.options;
    const { line } = this.#counters;
    for (let subscriber = 0; subscriber < this.population.count; subscriber++) line.seek(subscriber, moment);
    const slots = Math.ceil(realSessionLengths.longestSeconds / slotSeconds);
    for (let slot = -slots; slot < 0; slot++) {
      const from = moment + slot * slotSeconds;
      this.#enterSlot(from);
      for (let subscriber = 0; subscriber < this.population.count; subscriber++) {
        if (line.startedAt[subscriber]! >= from + slotSeconds) continue;
        this.#counters.count(subscriber, from, from + slotSeconds);
      }
    }
    this.#countedTo = moment;
  }

  /** Adds the rows of all sessions that were open at some time in the slot before the snapshot. */
  #addSubscriber(subscriber: number, slotStart: EpochSeconds, snapshotAt: EpochSeconds, records: SlotRecords): void {
    const { line } = this.#counters;
    const isDown = this.#devices.isDown[this.population.home[subscriber]!] === 1;
    line.seek(subscriber, slotStart);
    if (this.#counters.count(subscriber, slotStart, snapshotAt) && !isDown) this.#add(subscriber, snapshotAt, records);
    while (line.endsAt[subscriber]! <= snapshotAt) {
      line.advance(subscriber);
      if (this.#counters.count(subscriber, slotStart, snapshotAt) && !isDown)
        this.#add(subscriber, snapshotAt, records);
    }
  }

  /** Adds the row of the session just counted. */
  #add(subscriber: number, snapshotAt: EpochSeconds, records: SlotRecords): void {
    const { startedAt, session, up, down, endsAt } = this.#counters;
    const row = this.#row;
    row.device = this.population.home[subscriber]!;
    row.session = session[subscriber]!;
    row.subscriber = subscriber;
    row.startedAt = startedAt[subscriber]!;
    row.endedAt = endsAt <= snapshotAt ? endsAt : 0;
    row.at = Math.min(endsAt, snapshotAt);
    row.upBytes = Math.floor(up[subscriber]!);
    row.downBytes = Math.floor(down[subscriber]!);
    records.add(row);
  }
}
