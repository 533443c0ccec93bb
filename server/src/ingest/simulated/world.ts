/**
 * The simulated ISP: what every device would report at the end of any slot. A function of its options and the slot
 * alone: slots may be asked for in any order, in any process, and always hold the same records.
 */
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createActivePhases } from './active-phases.ts';
import { purposes, randomBits } from './hash.ts';
import { createIncidentSchedule } from './incident-schedule.ts';
import type { IncidentSchedule } from './incident-schedule.ts';
import { reconnectedPieces } from './phase.ts';
import { createPopulation, subscriberNumber } from './population.ts';
import type { Population } from './population.ts';
import { createRecordColumns } from './record-columns.ts';
import { createSessionLine, gapAfter } from './session-line.ts';
import { deviceOfSession, idOfSession } from './session-place.ts';
import { createTrafficModel } from './traffic-model.ts';
import type { Reading } from './traffic-model.ts';

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
  const { seed, subscribers, slotSeconds, devices } = options;
  const population = createPopulation(seed, subscribers, devices.length);
  const subscriberId = (position: number): string => String(subscriberNumber(seed, position));
  const directoryIndex = Uint32Array.from({ length: subscribers }, (_, at) => directory.indexOf(subscriberId(at)));
  const incidents = createIncidentSchedule(seed, subscribers, {
    attacksPerDay: options.attacksPerDay,
    lookAlikesPerDay: options.lookAlikesPerDay,
    quietUntil: options.startedAt + options.quietDays * 86_400,
  });
  const active = createActivePhases(incidents, subscribers);
  const line = createSessionLine(seed, subscribers);
  const model = createTrafficModel(seed, population, options.rhythmStrength ?? 1);
  const columns = devices.map(() => createRecordColumns(Math.max(64, Math.ceil((1.3 * subscribers) / devices.length))));
  const bitsPerUnit = devices.map((device) => (device.unit === 'bits' ? 8 : 1));
  const reading: Reading = { subscriber: 0, startedAt: 0, at: 0, swingBits: 0 };
  let readyAt: EpochSeconds = -1;

  /** Adds the row of the reading, if the session was open at or ended in the slot before the snapshot. */
  function addRow(startedAt: EpochSeconds, endsAt: EpochSeconds, snapshotAt: EpochSeconds): void {
    if (startedAt >= snapshotAt || endsAt <= snapshotAt - slotSeconds) return;
    const { subscriber } = reading;
    reading.startedAt = startedAt;
    reading.at = Math.min(endsAt, snapshotAt);
    model.read(reading, active.of(subscriber));

    const bits = randomBits(seed, purposes.reconnect, startedAt, subscriber, 1);
    const device = deviceOfSession(population.home[subscriber]!, bits, devices.length);
    const column = columns[device]!;
    const row = column.reserve();
    const { batch } = column;
    batch.session[row] = idOfSession(subscriber, bits);
    batch.subscriber[row] = directoryIndex[subscriber]!;
    batch.startedAt[row] = startedAt;
    batch.endedAt[row] = endsAt <= snapshotAt ? endsAt : 0;
    batch.ageSeconds[row] = reading.at - startedAt;
    batch.upCounter[row] = model.upBytes * bitsPerUnit[device]!;
    batch.downCounter[row] = model.downBytes * bitsPerUnit[device]!;
    batch.line[row] = row + 2;
  }

  function addSession(subscriber: number, snapshotAt: EpochSeconds): void {
    const startedAt = line.startedAt[subscriber]!;
    const endsAt = line.endsAt[subscriber]!;
    const phases = active.of(subscriber);
    reading.subscriber = subscriber;
    reading.swingBits = line.swingBits[subscriber]!;
    if (phases === undefined) {
      addRow(startedAt, endsAt, snapshotAt);
      return;
    }
    const gap = (endedAt: EpochSeconds): number => gapAfter(seed, subscriber, endedAt);
    for (const [from, to] of reconnectedPieces(startedAt, endsAt, phases, gap)) addRow(from, to, snapshotAt);
  }

  function recordsAt(snapshotAt: EpochSeconds): readonly SessionBatch[] {
    if (readyAt !== snapshotAt) {
      active.moveTo(snapshotAt);
      for (const column of columns) column.clear();
      for (let subscriber = 0; subscriber < subscribers; subscriber++) {
        line.seek(subscriber, snapshotAt - slotSeconds);
        addSession(subscriber, snapshotAt);
        while (line.endsAt[subscriber]! <= snapshotAt) {
          line.advance(subscriber);
          addSession(subscriber, snapshotAt);
        }
      }
      readyAt = snapshotAt;
    }
    return columns.map((column) => column.batch);
  }

  return { options, population, incidents, subscriberId, recordsAt };
}
