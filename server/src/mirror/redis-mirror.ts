/**
 * Writes what history has as keys of the seed's: one for each device and hour. A key is written as a whole, from history, so
 * that it is right however often it is written, and whatever came late.
 */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { DeviceSample, MirroredHistory } from '../history/device-samples-reader.ts';
import type { Commit } from '../history/history.ts';
import type { RedisConnection } from '../live/redis-connection.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { seedHourSeconds, seedKey, seedSubscriber, type SeedHour } from '../seed-words.ts';

export interface RedisMirrorOptions {
  readonly connection: RedisConnection;
  readonly history: MirroredHistory;
  readonly devices: readonly { readonly id: number; readonly name: string }[];
  /** Redis forgets a key so long after it was last written. */
  readonly keptSeconds: number;
  /** Most keys that wait to be written; of more the oldest are dropped. */
  readonly mostWaiting: number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly metrics: Pick<Metrics, 'mirrorKeys' | 'mirrorKeysWaiting'>;
  readonly log: Logger;
}

interface DeviceHour extends SeedHour {
  readonly device: string;
}

const retryMs = 1000;

export class RedisMirror {
  readonly #options: RedisMirrorOptions;
  readonly #idOf: ReadonlyMap<string, number>;
  /** By key, in the order in which they came to wait. */
  readonly #waiting = new Map<string, DeviceHour>();
  readonly #stopping = new AbortController();
  #writing: Promise<void> | null = null;

  constructor(options: RedisMirrorOptions) {
    this.#options = options;
    this.#idOf = new Map(options.devices.map(({ id, name }) => [name, id]));
  }

  /** What ended before the keys were written: the last hours are written again. */
  resume(closedThrough: EpochSeconds): void {
    for (const { name } of this.#options.devices)
      for (const hours of [1, 0]) this.#add(name, closedThrough - hours * seedHourSeconds);
    this.#begin();
  }

  /** History has the commit. */
  committed({ blocks, corrections }: Pick<Commit, 'blocks' | 'corrections'>): void {
    for (const { device, slotStart } of blocks) this.#add(device, slotStart);
    for (const { device, snapshotAt, fromSlot } of corrections)
      for (let at = fromSlot; at < snapshotAt; at += seedHourSeconds) this.#add(device, at);
    for (const { device, snapshotAt } of corrections) this.#add(device, snapshotAt - 1);
    this.#begin();
  }

  /** Ends at once; what was not written is written by the next start, if it is of the last hours. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#options.connection.close();
    await this.#writing;
  }

  #add(device: string, at: EpochSeconds): void {
    const deviceId = this.#idOf.get(device);
    if (deviceId === undefined) return;
    const hour = { device, deviceId, hourStart: at - (at % seedHourSeconds) };
    this.#waiting.set(seedKey(hour), hour);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size <= this.#options.mostWaiting) return;
    this.#waiting.delete(oldest!);
    this.#options.metrics.mirrorKeys.inc({ outcome: 'dropped' });
  }

  #begin(): void {
    this.#options.metrics.mirrorKeysWaiting.set(this.#waiting.size);
    if (this.#waiting.size > 0 && !this.#stopping.signal.aborted) this.#writing ??= this.#writeAll();
  }

  /** Until nothing waits. Never rejects. */
  async #writeAll(): Promise<void> {
    const { wait, log, metrics } = this.#options;
    const { signal } = this.#stopping;
    for (const [key, hour] of this.#waiting) {
      this.#waiting.delete(key);
      try {
        await this.#write(key, hour);
        metrics.mirrorKeys.inc({ outcome: 'written' });
      } catch (error) {
        if (signal.aborted) break;
        log.warn({ err: error, key }, 'A key of the mirror could not be written; trying again');
        this.#add(hour.device, hour.hourStart);
        await wait(retryMs, signal);
      }
      metrics.mirrorKeysWaiting.set(this.#waiting.size);
      if (signal.aborted) break;
    }
    this.#writing = null;
  }

  async #write(key: string, { device, deviceId, hourStart }: DeviceHour): Promise<void> {
    const { connection, history, keptSeconds } = this.#options;
    const samples = await history.deviceSamples(device, { from: hourStart, to: hourStart + seedHourSeconds });
    const rows = samples.map((sample) => rowOf(sample, deviceId, hourStart));
    await connection.client.set(key, `[${rows.join(',')}]`, 'EX', keptSeconds);
  }
}

function rowOf(
  { subscriber, slotStart, upBytes, downBytes }: DeviceSample,
  deviceId: number,
  hourStart: EpochSeconds,
): string {
  return JSON.stringify({
    IdPSX: deviceId,
    IdSubscriber: seedSubscriber(subscriber),
    UpTx: upBytes,
    DownTx: downBytes,
    Start1hPeriod: hourStart * 1000,
    Start10mPeriod: slotStart * 1000,
  });
}
