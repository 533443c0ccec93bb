/** Reads keys of the seed's, hour by hour, and hands over the slots in them that are new or were told otherwise. */
import type { DeviceReading } from '../../domain/device.ts';
import { ofSeedKey } from '../../seed-words.ts';
import type { Snapshot, SourceSink } from '../source.ts';
import { KeyListing } from './key-listing.ts';
import { KnownSlots } from './known-slots.ts';
import type { RedisKeysOptions } from './redis-keys-source.ts';
import { seedSlotsIn } from './seed-slots.ts';
import { endOfSlot, readingOfKeys, seedSnapshot } from './seed-snapshot.ts';

/** What is dated later than this after now is a clock gone wrong: it would close every slot up to its own. */
const maxAheadSeconds = 86_400;

interface ReadSlot {
  readonly snapshot: Snapshot;
  readonly content: string;
}

interface ReadHour {
  /** In order of time. */
  readonly slots: readonly ReadSlot[];
  /** Bytes of each key that was looked at; null of what is no text. */
  readonly lengths: ReadonlyMap<string, number | null>;
}

export class KeysReader {
  readonly #options: RedisKeysOptions;
  readonly #signal: AbortSignal;
  readonly #listing: KeyListing;
  readonly #known: KnownSlots;
  readonly #readings: ReadonlyMap<number, DeviceReading>;
  /** Keys of devices that the table lacks, by `Id`. */
  readonly #unlisted = new Map<number, Set<string>>();
  readonly #toldOfFuture = new Set<string>();
  #handedOver = 0;

  constructor(options: RedisKeysOptions, ingested: ReadonlySet<string>, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#listing = new KeyListing(options.connections.commands.client);
    this.#known = new KnownSlots(ingested);
    const readings = options.devices.map((device) => readingOfKeys(device, options.counters));
    this.#readings = new Map(readings.map((reading) => [reading.id, reading]));
  }

  /** Keys that are new, or of another length than when they were read. */
  changed(): Promise<string[]> {
    return this.#listing.changed();
  }

  async handOver(keys: readonly string[], sink: SourceSink): Promise<void> {
    const mine = this.#ofListedDevices(keys).filter((key) => this.#isOfNow(key));
    const byHour = Map.groupBy(mine, (key) => ofSeedKey(key)!.hourStart);
    let left = mine.length;
    for (const [, ofHour] of [...byHour].sort(([a], [b]) => a - b)) {
      const { slots, lengths } = await this.#read(ofHour.toSorted());
      for (const slot of slots) {
        if (this.#signal.aborted) return;
        await this.#accept(slot, sink);
      }
      // Not before: when Redis leaves amid an hour, all of it is read again.
      for (const [key, bytes] of lengths) this.#listing.wasRead(key, bytes);
      left -= ofHour.length;
      sink.progress(this.#handedOver, this.#handedOver + left);
    }
    if (!this.#signal.aborted) await sink.caughtUp();
  }

  async #accept({ snapshot, content }: ReadSlot, sink: SourceSink): Promise<void> {
    const { device, snapshotAt, revision, file } = snapshot;
    try {
      await sink.accept(snapshot);
      this.#handedOver++;
    } catch (error) {
      this.#options.onFault(file, error as Error);
    }
    this.#known.handedOver(device.name, snapshotAt, revision, content);
  }

  async #read(keys: readonly string[]): Promise<ReadHour> {
    const slots: ReadSlot[] = [];
    const lengths = new Map<string, number | null>();
    for (const key of keys) {
      if (this.#signal.aborted) break;
      const value = await this.#valueOf(key, lengths);
      if (value !== null) slots.push(...this.#slotsIn(key, value));
    }
    return { slots: slots.sort((a, b) => a.snapshot.snapshotAt - b.snapshot.snapshotAt), lengths };
  }

  /** Null when it is gone, is no text, or is too large. */
  async #valueOf(key: string, lengths: Map<string, number | null>): Promise<string | null> {
    const { connections, maxValueBytes, onFault } = this.#options;
    const [bytes = null] = await this.#listing.lengthsOf([key]);
    if (bytes !== null && bytes <= maxValueBytes) {
      const value = await connections.commands.client.get(key);
      if (value !== null) lengths.set(key, Buffer.byteLength(value));
      return value;
    }
    const fault = bytes === null ? 'is no text' : `has ${bytes} bytes, more than the ${maxValueBytes} allowed`;
    lengths.set(key, bytes);
    this.#count('left-out');
    onFault(key, new Error(`The key "${key}" ${fault}`));
    return null;
  }

  #slotsIn(key: string, value: string): ReadSlot[] {
    const hour = ofSeedKey(key)!;
    const reading = this.#readings.get(hour.deviceId)!;
    try {
      const slots = seedSlotsIn(value, hour).flatMap((slot) => {
        const revision = this.#known.revisionOf(reading.name, endOfSlot(slot, reading), slot.content);
        if (revision === null) return [];
        const snapshot = seedSnapshot(key, slot, revision, reading, this.#options);
        return [{ snapshot, content: slot.content }];
      });
      this.#count('read');
      return slots;
    } catch (error) {
      this.#count('left-out');
      this.#options.onFault(key, new Error(`The key "${key}" can't be used: ${(error as Error).message}`));
      return [];
    }
  }

  /** Others are looked at again with the next that are looked for. */
  #isOfNow(key: string): boolean {
    const isOfNow = ofSeedKey(key)!.hourStart <= this.#options.now() / 1000 + maxAheadSeconds;
    if (!isOfNow && !this.#toldOfFuture.has(key)) {
      this.#toldOfFuture.add(key);
      this.#options.onFault(key, new Error(`The key "${key}" is dated more than a day after now`));
    }
    return isOfNow;
  }

  #ofListedDevices(keys: readonly string[]): string[] {
    const listed: string[] = [];
    let isNew = false;
    for (const key of keys) {
      const { deviceId } = ofSeedKey(key)!;
      if (this.#readings.has(deviceId)) {
        listed.push(key);
        continue;
      }
      const known = this.#unlisted.get(deviceId) ?? new Set();
      isNew ||= !known.has(key);
      this.#unlisted.set(deviceId, known.add(key));
    }
    if (isNew)
      this.#options.onUnlisted(
        [...this.#unlisted]
          .sort(([a], [b]) => a - b)
          .map(([deviceId, waiting]) => ({ device: `Id ${deviceId}`, files: waiting.size })),
      );
    return listed;
  }

  #count(outcome: 'read' | 'left-out'): void {
    this.#options.metrics.redisKeysRead.inc({ outcome });
  }
}
