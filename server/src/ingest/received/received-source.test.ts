import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../test/random.ts';
import type { DeviceReading } from '../../domain/device.ts';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { fileKey } from '../../history/history.ts';
import { mostReceivedAtOnce, type ReceivedRecord } from '../../history/received.ts';
import type { Snapshot } from '../source.ts';
import { MemoryReceived } from './memory-received.fixture.ts';
import { NotTaken } from './receiving-desk.ts';
import { createReceivedSource, type ReceivedSource } from './received-source.ts';

const slotSeconds = 600;
const firstSlot = 1_704_067_200;
const devices: DeviceReading[] = ['62.0', '69.0'].map((name, id) => ({
  id,
  name,
  unit: 'bits',
  counters: 'cumulative',
  delimiter: ',',
  dateFormat: 'dd-mm-yyyy',
  clockOffsetSeconds: 3600,
}));

const sampleOf = (slot: number, subscriber: string, up: number, device = '62.0'): ReceivedRecord => {
  const startedAt = firstSlot + slot * slotSeconds;
  const endedAt = startedAt + slotSeconds;
  const interval = { startedAt, endedAt, ageSeconds: slotSeconds };
  return { form: 'sample', device, snapshotAt: endedAt, subscriber, session: 0, ...interval, up, down: 2 * up };
};

/** What a snapshot tells, as lines: subscriber, start of the slot, bytes. */
function told(snapshot: Snapshot, subscribers: SubscriberIndex): string[] {
  const lines: string[] = [];
  snapshot.read(
    (batch) => {
      for (let row = 0; row < batch.count; row++)
        lines.push(
          `${subscribers.idOf(batch.subscriber[row]!)} ${batch.startedAt[row]} ${batch.upCounter[row]} ${batch.downCounter[row]}`,
        );
    },
    () => undefined,
  );
  return lines;
}

/** A source whose time stands still until it is told to pass. */
class Driven {
  readonly history: MemoryReceived;
  readonly subscribers = new SubscriberIndex();
  readonly snapshots: Snapshot[] = [];
  source: ReceivedSource;
  #now: number;
  #poll = Promise.withResolvers<void>();
  #idle = Promise.withResolvers<void>();

  constructor(history = new MemoryReceived(), { mostWaiting = 1000, now = firstSlot } = {}) {
    this.history = history;
    this.#now = now;
    this.source = this.#create(mostWaiting);
  }

  get now(): number {
    return this.#now;
  }

  /** Resolves when all that is due then has been handed over. */
  async passTo(now: number): Promise<void> {
    this.#now = now;
    this.#idle = Promise.withResolvers<void>();
    this.#poll.resolve();
    await this.#idle.promise;
  }

  async start(ingested: ReadonlySet<string> = new Set()): Promise<void> {
    this.source.start(
      {
        accept: async (snapshot) => void this.snapshots.push(snapshot),
        caughtUp: async () => undefined,
        progress: () => undefined,
      },
      { closedThrough: null, ingested },
    );
    await this.#idle.promise;
  }

  async stop(): Promise<void> {
    const stopped = this.source.stop();
    this.#poll.resolve();
    await stopped;
  }

  #create(mostWaiting: number): ReceivedSource {
    return createReceivedSource({
      history: this.history,
      devices,
      subscribers: this.subscribers,
      slotSeconds,
      waitSeconds: { sample: 120, session: 0, accounting: 700 },
      quietSeconds: 5,
      gatherMs: 0,
      mostWaiting,
      pollIntervalMs: 1000,
      now: () => this.#now,
      wait: (_, signal) => {
        if (signal.aborted) return Promise.resolve();
        this.#poll = Promise.withResolvers<void>();
        this.#idle.resolve();
        return this.#poll.promise;
      },
      onFault: (fault) => this.#idle.reject(fault),
    });
  }
}

describe('the source of what is received', () => {
  it('hands a slot over when it was waited for, as bytes of the slot by the common clock', async () => {
    const driven = new Driven();
    await driven.start();
    await driven.source.take([sampleOf(0, 'a', 5), sampleOf(0, 'b', 7)]);
    await driven.passTo(firstSlot + slotSeconds + 119);
    expect(driven.snapshots).toEqual([]);
    await driven.passTo(firstSlot + slotSeconds + 120);
    const [snapshot] = driven.snapshots;
    expect(snapshot).toMatchObject({
      snapshotAt: firstSlot + slotSeconds,
      file: 'received_sample_62.0_2024-01-01 00:10:00',
      device: { name: '62.0', unit: 'bytes', counters: 'interval', clockOffsetSeconds: 0 },
    });
    expect(told(snapshot!, driven.subscribers)).toEqual([`a ${firstSlot} 5 10`, `b ${firstSlot} 7 14`]);
    await driven.stop();
  });

  it('waits with a slot of the past until nothing more has come for a while', async () => {
    const driven = new Driven();
    await driven.start();
    await driven.passTo(firstSlot + 86_400);
    await driven.source.take([sampleOf(0, 'a', 5)]);
    await driven.passTo(driven.now + 4);
    await driven.source.take([sampleOf(0, 'b', 7)]);
    await driven.passTo(driven.now + 4);
    expect(driven.snapshots).toEqual([]);
    await driven.passTo(driven.now + 1);
    expect(driven.snapshots.map((snapshot) => told(snapshot, driven.subscribers).length)).toEqual([2]);
    await driven.stop();
  });

  it('takes the newest of what is told twice before the slot is handed over, and the first after it', async () => {
    const driven = new Driven();
    await driven.start();
    await driven.source.take([sampleOf(0, 'a', 5)]);
    expect(await driven.source.take([sampleOf(0, 'a', 6)])).toEqual(['kept']);
    await driven.passTo(firstSlot + slotSeconds + 120);
    expect(await driven.source.take([sampleOf(0, 'a', 9), sampleOf(0, 'late', 1)])).toEqual(['repeated', 'kept']);
    await driven.passTo(firstSlot + 2 * slotSeconds + 120);
    expect(driven.snapshots.flatMap((snapshot) => told(snapshot, driven.subscribers))).toEqual([
      `a ${firstSlot} 6 12`,
      `late ${firstSlot} 1 2`,
    ]);
    await driven.stop();
  });

  it('refuses what there is no room for, and what comes before it has started or after it has stopped', async () => {
    const driven = new Driven(new MemoryReceived(), { mostWaiting: 2 });
    await expect(driven.source.take([sampleOf(0, 'a', 1)])).rejects.toThrow(NotTaken);
    await driven.start();
    const two = driven.source.take([sampleOf(0, 'a', 1), sampleOf(0, 'b', 1)]);
    await expect(driven.source.take([sampleOf(0, 'c', 1)])).rejects.toThrow('2 records wait to be kept');
    expect(await two).toEqual(['kept', 'kept']);
    await driven.stop();
    await expect(driven.source.take([sampleOf(0, 'a', 1)])).rejects.toThrow(NotTaken);
  });

  it('tells the sender when history did not keep the records, and keeps what comes next', async () => {
    const history = new MemoryReceived();
    const keep = history.keepReceived.bind(history);
    history.keepReceived = () => Promise.reject(new Error('no room on the disk'));
    const driven = new Driven(history);
    await driven.start();
    await expect(driven.source.take([sampleOf(0, 'a', 1)])).rejects.toThrow('no room on the disk');
    history.keepReceived = keep;
    expect(await driven.source.take([sampleOf(0, 'a', 1)])).toEqual(['kept']);
    await driven.stop();
  });

  it('keeps what comes together in as many inserts as it takes', async () => {
    const driven = new Driven(new MemoryReceived(), { mostWaiting: 3 * mostReceivedAtOnce });
    await driven.start();
    const part = Math.floor(mostReceivedAtOnce / 2);
    const parts = [0, 1, 2].map((nth) => Array.from({ length: part }, (_, n) => sampleOf(0, `${nth} ${n}`, 1)));
    await Promise.all(parts.map((records) => driven.source.take(records)));
    await driven.passTo(firstSlot + slotSeconds + 120);
    expect(told(driven.snapshots[0]!, driven.subscribers)).toHaveLength(3 * part);
    await driven.stop();
  });

  it('counts each record once, whatever is sent again, comes late, and is cut off by a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
        const random = seededRandom(seed);
        const records = Array.from({ length: 40 }, (_, n) =>
          sampleOf(random.below(4), `s${n % 9}`, 1 + n, random.pick(['62.0', '69.0'])),
        );
        // One record an identity: of those that are told again with other bytes, either may count.
        const sent = [...new Map(records.map((r) => [`${r.device} ${r.startedAt} ${r.subscriber}`, r])).values()];
        const history = new MemoryReceived();
        const committed = new Map<string, string[]>();
        let driven = new Driven(history);
        await driven.start();
        for (let round = 0; round < 12; round++) {
          await driven.source.take(sent.filter(() => random.next() < (round === 11 ? 1 : 0.2)));
          await driven.passTo(driven.now + random.below(900));
          await driven.source.take(sent.filter(() => random.next() < 0.2));
          if (round === 11) await driven.passTo(driven.now + 86_400);
          // History has the first few of what was handed over; a crash loses the rest.
          const crashed = round < 11 && random.next() < 0.4;
          const kept = crashed ? random.below(driven.snapshots.length + 1) : driven.snapshots.length;
          for (const snapshot of driven.snapshots.splice(0).slice(0, kept))
            committed.set(
              fileKey(snapshot.device.name, snapshot.snapshotAt),
              told(snapshot, driven.subscribers).map((line) => `${snapshot.device.name} ${line}`),
            );
          if (!crashed) continue;
          await driven.stop();
          driven = new Driven(history, { now: driven.now });
          await driven.start(new Set(committed.keys()));
        }
        await driven.stop();
        expect([...committed.values()].flat().sort()).toEqual(
          sent.map((r) => `${r.device} ${r.subscriber} ${r.startedAt} ${r.up} ${r.down}`).sort(),
        );
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
