import { expect, it } from 'vitest';
import { SessionLedger } from '../src/domain/session-ledger.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { CounterLedger } from '../src/ingest/radius/counter-ledger.ts';
import { spread } from '../src/ingest/radius/spread.ts';
import { MemoryReceived } from '../src/ingest/received/memory-received.fixture.ts';
import { createReceivedSource, type ReceivedSource } from '../src/ingest/received/received-source.ts';
import { Intake, type TakenSnapshot } from '../src/pipeline/intake.ts';
import type { DeviceReading } from '../src/domain/device.ts';

const slotSeconds = 600;
const begin = 1_704_067_200;
const device: DeviceReading = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '%Y-%m-%d %H:%M:%S',
  clockOffsetSeconds: 0,
};

/** One NAS as ingest sees it, from its readings to the samples, at a time that the test lets pass. */
class Ingest {
  readonly taken: TakenSnapshot[] = [];
  readonly #ledger = new CounterLedger({ waitSeconds: 720, mostKept: 100 });
  readonly #intake = new Intake({ slotSeconds, latenessSeconds: 1200, devices: [device.name] }, new SessionLedger());
  readonly #source: ReceivedSource;
  #now = begin;
  #poll = Promise.withResolvers<void>();
  #idle = Promise.withResolvers<void>();

  constructor() {
    this.#source = createReceivedSource({
      history: new MemoryReceived(),
      devices: [device],
      subscribers: new SubscriberIndex(),
      slotSeconds,
      waitSeconds: { sample: 120, session: 0, accounting: 720 },
      quietSeconds: 5,
      gatherMs: 0,
      mostWaiting: 1000,
      pollIntervalMs: 1000,
      now: () => this.#now,
      wait: (_, signal) => {
        this.#idle.resolve();
        if (signal.aborted) return Promise.resolve();
        this.#poll = Promise.withResolvers();
        return this.#poll.promise;
      },
      onFault: (fault) => this.#idle.reject(fault),
    });
    const sink = { caughtUp: async () => undefined, progress: () => undefined };
    const accept = async (snapshot: Parameters<Intake['take']>[0]): Promise<void> => {
      const { taken } = this.#intake.take(snapshot);
      if (taken !== null) this.taken.push(taken);
      for (let slot = this.#intake.closeNext(); slot !== null; slot = this.#intake.closeNext())
        this.taken.push(...slot.snapshots);
    };
    this.#source.start({ ...sink, accept }, { closedThrough: null, ingested: new Set() });
  }

  async passTo(time: number): Promise<void> {
    while (this.#now < time) {
      this.#now = Math.min(time, this.#now + 60);
      this.#idle = Promise.withResolvers();
      this.#poll.resolve();
      await this.#idle.promise;
    }
  }

  async read(session: number, startedAt: number): Promise<void> {
    const sessionSeconds = this.#now - startedAt;
    const counters = { upBytes: sessionSeconds, downBytes: 0 };
    const type = sessionSeconds === 0 ? 'start' : 'interim';
    const reading = { type, nas: 1, session, at: this.#now, sessionSeconds, counters, gigawords: true } as const;
    const { outcome, traffic } = this.#ledger.advance(reading)!;
    const owner = { device: device.name, subscriber: String(session), session };
    if (traffic !== null) await this.#source.take(spread(traffic, owner, slotSeconds, outcome === 'gap'));
  }

  async stop(): Promise<void> {
    const stopped = this.#source.stop();
    this.#poll.resolve();
    await stopped;
  }
}

/** Three hours of one session that tells each time, and of one that is silent for a while; late and too late shares. */
async function lateShares(
  lost: number,
  secondsIntoSlot: number,
): Promise<{ late: number; tooLate: number; estimated: number }> {
  const ingest = new Ingest();
  await ingest.passTo(begin + 1);
  for (let round = 0; round < 18; round++) {
    await ingest.read(2, begin + 1);
    await ingest.passTo(begin + round * 600 + secondsIntoSlot);
    if (round < 6 || round >= 6 + lost) await ingest.read(3, begin + secondsIntoSlot);
    await ingest.passTo(begin + (round + 1) * 600 + 1);
  }
  await ingest.passTo(begin + 5 * 3600);
  await ingest.stop();
  const sum = (of: (taken: TakenSnapshot) => number): number => ingest.taken.reduce((all, one) => all + of(one), 0);
  return {
    late: sum(({ account }) => account.late),
    tooLate: sum(({ account }) => account.dropped['too-late'] ?? 0),
    estimated: sum(({ account }) => account.estimated),
  };
}

it.each([20, 150, 300, 590])(
  'reports of RADIUS %i s into a slot are judged; two lost ones leave nothing out, and their shares count as estimates',
  async (seconds) => {
    expect(await lateShares(0, seconds)).toEqual({ late: 0, tooLate: 0, estimated: 0 });
    expect(await lateShares(2, seconds)).toMatchObject({ tooLate: 0, estimated: 4 });
  },
);

it('what a longer silence tells of too long ago is counted, and the rest is kept', async () => {
  expect(await lateShares(7, 300)).toEqual({ late: 2, tooLate: 5, estimated: 9 });
});
