/**
 * The simulated ISP: what every device would report at the end of any slot. A function of its options and the slot
 * alone: slots may be asked for in any order, in any process, and always hold the same records.
 */
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createActivePhases } from './active-phases.ts';
import type { ActivePhases } from './active-phases.ts';
import { IncidentSchedule } from './incident-schedule.ts';
import { reconnectedPieces } from './phase.ts';
import type { Phase } from './phase.ts';
import { createPopulation, subscriberNumber } from './population.ts';
import type { Population } from './population.ts';
import { SessionLine, gapAfter } from './session-line.ts';
import { SlotRecords } from './slot-records.ts';
import { createTrafficModel } from './traffic-model.ts';
import type { Reading, TrafficModel } from './traffic-model.ts';

export interface WorldOptions {
  /** Whole number, 0 to 2^32 - 1. */
  readonly seed: number;
  readonly subscribers: number;
  /** The moment from which `quietDays` count; traffic exists at any time. */
  readonly startedAt: EpochSeconds;
  readonly slotSeconds: number;
  readonly devices: readonly DeviceReading[];
  /** Per 1,000 subscribers. */
  readonly attacksPerDay: number;
  /** Per 1,000 subscribers. */
  readonly lookAlikesPerDay: number;
  /** Days after `startedAt` in which nothing but weekly backups happens. */
  readonly quietDays: number;
  /** Part of the rhythm of day and week that shows, 0 to 1: 0 is the measured data, which has none. Default 1. */
  readonly rhythmStrength?: number;
}

export interface World {
  readonly options: WorldOptions;
  readonly population: Population;
  readonly incidents: IncidentSchedule;
  /** Id of the subscriber at a position of the population. */
  subscriberId(position: number): string;
  /** One batch per device, in the order of `options.devices`; reused by the next call. */
  recordsAt(snapshotAt: EpochSeconds): readonly SessionBatch[];
}

export function createWorld(options: WorldOptions, directory: SubscriberDirectory): World {
  return new SimulatedWorld(options, directory);
}

class SimulatedWorld implements World {
  readonly options: WorldOptions;
  readonly population: Population;
  readonly incidents: IncidentSchedule;
  readonly #active: ActivePhases;
  readonly #line: SessionLine;
  readonly #model: TrafficModel;
  readonly #records: SlotRecords;
  /** The one reading, filled anew for every row. */
  readonly #reading: Reading = { subscriber: 0, startedAt: 0, at: 0, swingBits: 0 };
  /** The snapshot whose records are in `#records`. */
  #readyAt: EpochSeconds = -1;

  constructor(options: WorldOptions, directory: SubscriberDirectory) {
    const { seed, subscribers, devices } = options;
    this.options = options;
    this.population = createPopulation(seed, subscribers, devices.length);
    this.incidents = new IncidentSchedule(seed, subscribers, {
      attacksPerDay: options.attacksPerDay,
      lookAlikesPerDay: options.lookAlikesPerDay,
      quietUntil: options.startedAt + options.quietDays * 86_400,
    });
    this.#active = createActivePhases(this.incidents, subscribers);
    this.#line = new SessionLine(seed, subscribers);
    this.#model = createTrafficModel(seed, this.population, options.rhythmStrength ?? 1);
    const index = Uint32Array.from({ length: subscribers }, (_, at) => directory.indexOf(this.subscriberId(at)));
    this.#records = new SlotRecords(seed, devices, this.population.home, index);
  }

  subscriberId(position: number): string {
    return String(subscriberNumber(this.options.seed, position));
  }

  recordsAt(snapshotAt: EpochSeconds): readonly SessionBatch[] {
    if (this.#readyAt !== snapshotAt) {
      this.#active.moveTo(snapshotAt);
      this.#records.clear();
      for (let subscriber = 0; subscriber < this.population.count; subscriber++) {
        this.#addSubscriber(subscriber, snapshotAt);
      }
      this.#readyAt = snapshotAt;
    }
    return this.#records.batches;
  }

  /** Adds the rows of all sessions that were open at some time in the slot before the snapshot. */
  #addSubscriber(subscriber: number, snapshotAt: EpochSeconds): void {
    const line = this.#line;
    line.seek(subscriber, snapshotAt - this.options.slotSeconds);
    this.#addSession(subscriber, snapshotAt);
    while (line.endsAt[subscriber]! <= snapshotAt) {
      line.advance(subscriber);
      this.#addSession(subscriber, snapshotAt);
    }
  }

  #addSession(subscriber: number, snapshotAt: EpochSeconds): void {
    const startedAt = this.#line.startedAt[subscriber]!;
    const endsAt = this.#line.endsAt[subscriber]!;
    const phases = this.#active.of(subscriber);
    this.#reading.subscriber = subscriber;
    this.#reading.swingBits = this.#line.swingBits[subscriber]!;
    if (phases === undefined) {
      this.#addRow(startedAt, endsAt, snapshotAt, phases);
      return;
    }
    const gap = (endedAt: EpochSeconds): number => gapAfter(this.options.seed, subscriber, endedAt);
    for (const [from, to] of reconnectedPieces(startedAt, endsAt, phases, gap)) {
      this.#addRow(from, to, snapshotAt, phases);
    }
  }

  /** Adds the row of the reading, if the session was open at or ended in the slot before the snapshot. */
  #addRow(
    startedAt: EpochSeconds,
    endsAt: EpochSeconds,
    snapshotAt: EpochSeconds,
    phases: readonly Phase[] | undefined,
  ): void {
    if (startedAt >= snapshotAt || endsAt <= snapshotAt - this.options.slotSeconds) return;
    this.#reading.startedAt = startedAt;
    this.#reading.at = Math.min(endsAt, snapshotAt);
    this.#model.read(this.#reading, phases);
    this.#records.add(this.#reading, endsAt <= snapshotAt ? endsAt : 0, this.#model);
  }
}
