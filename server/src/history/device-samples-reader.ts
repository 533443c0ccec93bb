/** What every subscriber moved through one device, slot by slot. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Engine } from './engine.ts';
import type { TimeRange } from './history.ts';
import { rangeParameters, withinSql } from './time-range-sql.ts';

/** All reports of the device together. */
export interface DeviceSample {
  readonly subscriber: string;
  readonly slotStart: EpochSeconds;
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface DeviceHour {
  readonly device: string;
  /** Start of the hour. */
  readonly hourStart: EpochSeconds;
}

export interface MirroredHistory {
  /** Where and when a subscriber moved something. */
  deviceHours(subscriber: string): Promise<DeviceHour[]>;
  /** Slot by slot, in the order of the subscribers' ids; who moved nothing is left out. */
  deviceSamples(device: string, range: TimeRange): Promise<DeviceSample[]>;
}

/** The inner grouping is the identity of a sample: one that was written twice counts once. */
const query = `SELECT subscriber, toUnixTimestamp(slot) AS slotStart, sum(up) AS upBytes, sum(down) AS downBytes FROM (
  SELECT subscriber, slot, any(up_bytes) AS up, any(down_bytes) AS down FROM samples
  WHERE device = {device:String} AND ${withinSql('slot')} GROUP BY subscriber, slot, reported
) GROUP BY subscriber, slot HAVING upBytes + downBytes > 0 ORDER BY slotStart, subscriber`;

/** Samples have the hours that are not rolled up yet, the roll-up those whose samples are gone. */
const deviceHours = `SELECT DISTINCT device, toUnixTimestamp(start) AS hourStart FROM (
  SELECT device, toStartOfHour(slot) AS start FROM samples WHERE subscriber = {subscriber:String}
  UNION ALL SELECT device, hour AS start FROM hourly WHERE subscriber = {subscriber:String})`;

export class DeviceSamplesReader implements MirroredHistory {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  deviceSamples(device: string, range: TimeRange): Promise<DeviceSample[]> {
    return this.#engine.select<DeviceSample>(query, { device, ...rangeParameters(range) });
  }

  deviceHours(subscriber: string): Promise<DeviceHour[]> {
    return this.#engine.select<DeviceHour>(deviceHours, { subscriber });
  }
}
