/** The flat world: what was measured on one week, without a rhythm; subscribers roam, counters are means times noise. */
import type { SessionBatch } from '../../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../../../domain/traffic.ts';
import { createActivePhases } from '../active-phases.ts';
import type { ActivePhases } from '../active-phases.ts';
import { createArrivals } from '../arrivals.ts';
import type { Arrival } from '../arrivals.ts';
import { purposes, randomBits } from '../hash.ts';
import type { Incident } from '../incident.ts';
import { IncidentSchedule } from '../incident-schedule.ts';
import { createNetworkEvents, usualNetworkEvents } from '../network-events.ts';
import type { NetworkEvents, Outage } from '../network-events.ts';
import { isOffline, reconnectedPieces } from '../phase.ts';
import type { Phase } from '../phase.ts';
import { planFor } from '../plan.ts';
import { RecentRecords } from '../recent-records.ts';
import { SessionLine, gapAfter } from '../session-line.ts';
import { deviceOfSession, idOfSession } from '../session-place.ts';
import { emptyRow } from '../slot-records.ts';
import type { SlotRecords } from '../slot-records.ts';
import { subscriberNumber } from '../subscriber-number.ts';
import type { World, WorldOptions } from '../world.ts';
import { flatSessionLengths } from './flat-session-lengths.ts';
import { createPopulation } from './population.ts';
import type { Population } from './population.ts';
import { subscriberClasses } from './subscriber-class.ts';
import { createTrafficModel } from './traffic-model.ts';
import type { Reading, TrafficModel } from './traffic-model.ts';

const daySeconds = 86_400;
const bytesPerKilobit = 125;

export class FlatWorld implements World {
  readonly options: WorldOptions;
  readonly population: Population;
  readonly incidents: IncidentSchedule;
  readonly arrivalsAt: (at: EpochSeconds) => readonly Arrival[];
  readonly #network: NetworkEvents;
  readonly #active: ActivePhases;
  readonly #line: SessionLine;
  readonly #model: TrafficModel;
  readonly #recent: RecentRecords;
  /** The one reading and the one row, filled anew for every record. */
  readonly #reading: Reading = { subscriber: 0, startedAt: 0, at: 0, swingBits: 0 };
  readonly #row = emptyRow();
  /** By device, the end of the outage that it is in; 0 for none. */
  readonly #downUntil: Float64Array;

  constructor(options: WorldOptions, directory: SubscriberDirectory) {
    const { seed, subscribers, devices, slotSeconds } = options;
    const events = options.networkEvents ?? usualNetworkEvents;
    const quietUntil = options.startedAt + options.quietDays * daySeconds;
    this.options = options;
    this.population = createPopulation(seed, subscribers, devices.length);
    this.#network = createNetworkEvents(seed, events, quietUntil);
    this.incidents = new IncidentSchedule({
      seed,
      subscribers,
      rates: { ...options, quietUntil },
      network: this.#network,
      devices: devices.length,
      isCustomer: () => true,
      subscribersOf: (outage) => this.#subscribersOf(outage),
    });
    this.arrivalsAt = createArrivals({ seed, devices: devices.length, slotSeconds, events }, this.#network);
    this.#active = createActivePhases(
      (from, to) => this.incidents.endingBetween(from, to),
      subscribers,
      flatSessionLengths.longestSeconds,
    );
    this.#line = new SessionLine(seed, subscribers, flatSessionLengths);
    this.#model = createTrafficModel(seed, this.population);
    this.#downUntil = new Float64Array(devices.length);
    const index = Uint32Array.from({ length: subscribers }, (_, at) => directory.indexOf(this.subscriberId(at)));
    this.#recent = new RecentRecords(devices, index);
  }

  subscriberId(position: number): string {
    return String(subscriberNumber(this.options.seed, position));
  }

  classOf(position: number): string {
    return subscriberClasses[this.population.classIndex[position]!]!.name;
  }

  planOf(position: number): string {
    return planFor(this.typeOf(position), this.population.usualRate[position]! / bytesPerKilobit).name;
  }

  typeOf(position: number): 'P' | 'J' {
    return subscriberClasses[this.population.classIndex[position]!]!.contract;
  }

  recordsAt(snapshotAt: EpochSeconds): readonly SessionBatch[] {
    const known = this.#recent.of(snapshotAt);
    if (known !== undefined) return known.batches;
    const records = this.#recent.begin(snapshotAt);
    this.#active.moveTo(snapshotAt);
    for (let device = 0; device < this.#downUntil.length; device++) {
      const outage = this.#network.outages(device, snapshotAt - daySeconds, snapshotAt + 1).at(-1);
      this.#downUntil[device] = outage !== undefined && snapshotAt < outage.to ? outage.to : 0;
    }
    for (let subscriber = 0; subscriber < this.population.count; subscriber++) {
      this.#addSubscriber(subscriber, snapshotAt, records);
    }
    return records.batches;
  }

  /** Adds the rows of all sessions that were open at some time in the slot before the snapshot. */
  #addSubscriber(subscriber: number, snapshotAt: EpochSeconds, records: SlotRecords): void {
    const line = this.#line;
    line.seek(subscriber, snapshotAt - this.options.slotSeconds);
    this.#addSession(subscriber, snapshotAt, records);
    while (line.endsAt[subscriber]! <= snapshotAt) {
      line.advance(subscriber);
      this.#addSession(subscriber, snapshotAt, records);
    }
  }

  #addSession(subscriber: number, snapshotAt: EpochSeconds, records: SlotRecords): void {
    const startedAt = this.#line.startedAt[subscriber]!;
    const endsAt = this.#line.endsAt[subscriber]!;
    const phases = this.#active.of(subscriber);
    this.#reading.subscriber = subscriber;
    this.#reading.swingBits = this.#line.swingBits[subscriber]!;
    if (phases === undefined) {
      this.#addRow(startedAt, endsAt, snapshotAt, phases, records);
      return;
    }
    const gap = (endedAt: EpochSeconds): number => gapAfter(this.options.seed, subscriber, endedAt);
    for (const [from, to] of reconnectedPieces(startedAt, endsAt, phases, gap)) {
      if (phases.some((phase) => isOffline(phase) && from < phase.to && to > phase.from)) continue;
      this.#addRow(from, to, snapshotAt, phases, records);
    }
  }

  /** Adds the row of the reading, if the session was open at or ended in the slot before the snapshot. */
  #addRow(
    startedAt: EpochSeconds,
    endsAt: EpochSeconds,
    snapshotAt: EpochSeconds,
    phases: readonly Phase[] | undefined,
    records: SlotRecords,
  ): void {
    if (startedAt >= snapshotAt || endsAt <= snapshotAt - this.options.slotSeconds) return;
    const reading = this.#reading;
    const row = this.#row;
    const { seed } = this.options;
    // A router that reconnects comes back on the same device; only a new session of its own may land elsewhere.
    row.device = this.#deviceAt(reading.subscriber, this.#line.startedAt[reading.subscriber]!);
    if (this.#downUntil[row.device]! > 0) return;
    reading.startedAt = startedAt;
    reading.at = Math.min(endsAt, snapshotAt);
    this.#model.read(reading, phases, this.#upgradeOf(reading.subscriber, reading.at));
    row.session = idOfSession(
      reading.subscriber,
      randomBits(seed, purposes.reconnect, startedAt, reading.subscriber, 1),
    );
    row.subscriber = reading.subscriber;
    row.startedAt = startedAt;
    row.endedAt = endsAt <= snapshotAt ? endsAt : 0;
    row.at = reading.at;
    row.upBytes = this.#model.upBytes;
    row.downBytes = this.#model.downBytes;
    records.add(row);
  }

  /** The device that takes the subscriber's session that begins at a moment. */
  #deviceAt(subscriber: number, startedAt: EpochSeconds): number {
    const bits = randomBits(this.options.seed, purposes.reconnect, startedAt, subscriber, 1);
    return deviceOfSession(this.population.home[subscriber]!, bits, this.#downUntil.length);
  }

  #upgradeOf(subscriber: number, at: EpochSeconds): Incident | undefined {
    const upgrade = this.incidents.upgrades.of(subscriber);
    return upgrade !== undefined && upgrade.onset < at ? upgrade : undefined;
  }

  /** Those whose session was on the device when the outage began. */
  #subscribersOf({ device, from }: Outage): number[] {
    // A line of its own: the other one is in use.
    const line = new SessionLine(this.options.seed, this.population.count, flatSessionLengths);
    return [...this.population.home.keys()].filter((subscriber) => {
      line.seek(subscriber, from);
      const startedAt = line.startedAt[subscriber]!;
      return startedAt < from && this.#deviceAt(subscriber, startedAt) === device;
    });
  }
}
