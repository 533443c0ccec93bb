/**
 * Writes what history has as keys of the seed's: one for each device and hour. A key is written as a whole, from history, so
 * that it is right however often it is written, and whatever came late.
 */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { DeviceHour, DeviceSample, MirroredHistory } from '../history/device-samples-reader.ts';
import type { Commit } from '../history/history.ts';
import type { RedisConnection } from '../live/redis-connection.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { unlessAborted } from '../unless-aborted.ts';
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

interface Waiting extends SeedHour, DeviceHour {
  /** In the place of being written from history, which may have less of that hour by now than the key has. */
  readonly withoutSubscriber?: string;
}

const retryMs = 1000;

export class RedisMirror {
  readonly #options: RedisMirrorOptions;
  readonly #idOf: ReadonlyMap<string, number>;
  /** By key, in the order in which they came to wait. */
  readonly #waiting = new Map<string, Waiting>();
  /** Erased, with the newest slot that is not written of them any more: history may have them for a moment yet. */
  readonly #erased = new Map<string, EpochSeconds>();
  #closedThrough: EpochSeconds = -Infinity;
  readonly #stopping = new AbortController();
  #writing: Promise<void> | null = null;

  constructor(options: RedisMirrorOptions) {
    this.#options = options;
    this.#idOf = new Map(options.devices.map(({ id, name }) => [name, id]));
  }

  /** What ended before the keys were written: the last hours are written again. */
  resume(closedThrough: EpochSeconds): void {
    this.#closedThrough = closedThrough;
    for (const { name } of this.#options.devices)
      for (const hours of [1, 0]) this.#add(name, closedThrough - hours * seedHourSeconds);
    this.#begin();
  }

  /** History has the commit. */
  committed({ closedThrough, blocks, corrections }: Pick<Commit, 'closedThrough' | 'blocks' | 'corrections'>): void {
    this.#closedThrough = closedThrough;
    for (const { device, slotStart } of blocks) this.#add(device, slotStart);
    for (const { device, snapshotAt, fromSlot } of corrections)
      for (let at = fromSlot; at < snapshotAt; at += seedHourSeconds) this.#add(device, at);
    for (const { device, snapshotAt } of corrections) this.#add(device, snapshotAt - 1);
    this.#begin();
  }

  /** Nothing of him is written any more, and his rows are taken out of the keys that Redis has. History must have him still. */
  async forget(subscriber: string): Promise<void> {
    this.#erased.set(subscriber, this.#closedThrough);
    for (const { device, hourStart } of await this.#options.history.deviceHours(subscriber))
      this.#add(device, hourStart, subscriber);
    this.#begin();
  }

  /** Ends at once; what was not written is written by the next start, if it is of the last hours. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#options.connection.close();
    await this.#writing;
  }

  #add(device: string, at: EpochSeconds, withoutSubscriber?: string): void {
    const deviceId = this.#idOf.get(device);
    if (deviceId === undefined) return;
    const hour = { device, deviceId, hourStart: at - (at % seedHourSeconds) };
    // What is written as a whole is without him, too; and each name of his has its turn.
    const key = seedKey(hour) + (withoutSubscriber === undefined ? '' : ` without ${withoutSubscriber}`);
    this.#waiting.set(key, { ...hour, ...(withoutSubscriber !== undefined && { withoutSubscriber }) });
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
    for (const [place, hour] of this.#waiting) {
      this.#waiting.delete(place);
      const key = seedKey(hour);
      try {
        await (hour.withoutSubscriber === undefined
          ? this.#write(key, hour)
          : this.#takeOut(key, seedSubscriber(hour.withoutSubscriber)));
        metrics.mirrorKeys.inc({ outcome: 'written' });
      } catch (error) {
        if (signal.aborted) break;
        log.warn({ err: error, key }, 'A key of the mirror could not be written; trying again');
        this.#add(hour.device, hour.hourStart, hour.withoutSubscriber);
        await wait(retryMs, signal);
      }
      metrics.mirrorKeysWaiting.set(this.#waiting.size);
      if (signal.aborted) break;
    }
    this.#writing = null;
  }

  async #write(key: string, { device, deviceId, hourStart }: Waiting): Promise<void> {
    const { connection, history, keptSeconds } = this.#options;
    const samples = await history.deviceSamples(device, { from: hourStart, to: hourStart + seedHourSeconds });
    const left = samples.filter(({ subscriber, slotStart }) => slotStart > (this.#erased.get(subscriber) ?? -Infinity));
    const rows = left.map((sample) => rowOf(sample, deviceId, hourStart));
    await this.#answer(connection.client.set(key, `[${rows.join(',')}]`, 'EX', keptSeconds));
  }

  async #takeOut(key: string, subscriber: number | string): Promise<void> {
    const { client } = this.#options.connection;
    const rows = JSON.parse((await this.#answer(client.get(key))) ?? '[]') as { IdSubscriber: unknown }[];
    const left = rows.filter(({ IdSubscriber }) => IdSubscriber !== subscriber);
    if (left.length < rows.length) await this.#answer(client.set(key, JSON.stringify(left), 'KEEPTTL'));
  }

  /** Null once it is stopped: a connection that is closed while it is lost leaves its commands without an answer. */
  #answer<Reply>(reply: Promise<Reply>): Promise<Reply | null> {
    return unlessAborted(reply, this.#stopping.signal);
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
