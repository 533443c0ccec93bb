import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../test/random.ts';
import type { ReceivedRecord } from '../../history/received.ts';
import { MemoryReceived } from '../received/memory-received.fixture.ts';
import type { Reception } from '../received/receiving-desk.ts';
import type { AccountingRequest } from './accounting-request.ts';
import type { BatchAccount } from './batch-account.ts';
import { CounterLedger } from './counter-ledger.ts';
import { MemoryRadius } from './memory-radius.fixture.ts';
import { RequestDesk, type DeskFault } from './request-desk.ts';

const begin = 1_704_067_200;
const slotSeconds = 600;

function requestOf(session: string, seconds: number, upBytes: number): AccountingRequest {
  const type = seconds === 0 ? 'start' : 'interim';
  const counters = { upBytes, downBytes: 2 * upBytes };
  return {
    type,
    nasNames: ['bras-1'],
    at: begin + seconds,
    clockIsWrong: false,
    session: { type, id: session, subscriber: `of ${session}`, sessionSeconds: seconds, counters, gigawords: true },
  };
}

/** A desk with a history that outlives it, and that fails where the test says. */
class Place {
  readonly received = new MemoryReceived();
  readonly radius = new MemoryRadius();
  readonly accounts: BatchAccount[] = [];
  readonly faults: string[] = [];
  /** Called before each of the two inserts of a batch; throws to have it fail. */
  beforeInsert: (what: 'records' | 'counters') => void = () => undefined;
  desk!: RequestDesk;

  async open({ mostKept = 1000, mostWaiting = 1000 } = {}): Promise<this> {
    const ledger = new CounterLedger({ waitSeconds: 720, mostKept });
    for (const counters of await this.radius.radiusCounters()) ledger.restore(counters);
    this.desk = new RequestDesk({
      ledger,
      received: { take: (records) => this.#take(records) },
      history: {
        keepRadiusCounters: async (counters) => {
          this.beforeInsert('counters');
          await this.radius.keepRadiusCounters(counters);
        },
        radiusCounters: () => this.radius.radiusCounters(),
      },
      slotSeconds,
      gatherMs: 0,
      mostWaiting,
      now: () => begin,
      onKept: (account) => this.accounts.push(account),
      onFault: (fault) => this.faults.push(fault.message),
    });
    return this;
  }

  /** Resolves to what the desk says of each, in their order. */
  offer(...requests: AccountingRequest[]): Promise<(DeskFault | null)[]> {
    const answers = requests.map((request) => {
      const { promise, resolve } = Promise.withResolvers<DeskFault | null>();
      this.desk.offer({ request, device: '62.0', nas: 'bras-1', done: resolve });
      return promise;
    });
    return Promise.all(answers);
  }

  async bytesKept(): Promise<number> {
    const reports = await this.received.receivedReports();
    const records = await Promise.all(reports.map((report) => this.received.receivedRecords(report)));
    return records.flat().reduce((sum, { up }) => sum + up, 0);
  }

  async #take(records: readonly ReceivedRecord[]): Promise<Reception[]> {
    this.beforeInsert('records');
    await this.received.keepReceived(records);
    return records.map(() => 'kept');
  }
}

describe('the desk for accounting requests', () => {
  it('says that a request is safe once its traffic and its counters are kept, in this order', async () => {
    const place = await new Place().open();
    const told: string[] = [];
    place.beforeInsert = (what) => told.push(what);
    await Promise.all([
      place.offer(requestOf('a', 0, 0), requestOf('a', 600, 90), requestOf('b', 300, 7)),
      place.offer(requestOf('a', 1200, 100)).then(() => told.push('safe')),
    ]);
    expect(told).toEqual(['records', 'counters', 'safe']);
    expect(await place.bytesKept()).toBe(107);
    expect(place.accounts).toMatchObject([{ upBytes: 107, downBytes: 214, ambiguous: 0, wrongClocks: 0 }]);
    expect(Object.fromEntries(place.accounts[0]!.outcomes)).toEqual({ begun: 1, counted: 3 });
  });

  it.each(['records', 'counters'] as const)('forgets what a request told when its %s are not kept', async (failing) => {
    const place = await new Place().open();
    await place.offer(requestOf('a', 0, 0), requestOf('a', 600, 90));
    place.beforeInsert = (what) => {
      if (what === failing) throw new Error('The disk is full');
    };
    expect(await place.offer(requestOf('a', 1200, 100))).toEqual(['not-kept']);
    expect(place.faults).toEqual(['The disk is full']);
    place.beforeInsert = () => undefined;
    expect(await place.offer(requestOf('a', 1200, 100))).toEqual([null]);
    expect(await place.bytesKept()).toBe(100);
    expect(place.accounts.map(({ upBytes }) => upBytes)).toEqual([90, 10]);
  });

  it('takes no more than can wait, and no more sessions than can be remembered', async () => {
    const place = await new Place().open({ mostWaiting: 3, mostKept: 3 });
    const requests = ['a', 'b', 'c', 'd'].map((session) => requestOf(session, 600, 1));
    // The NAS is remembered, too.
    expect(await place.offer(...requests)).toEqual([null, null, 'too-many-sessions', 'no-room']);
    expect(await place.bytesKept()).toBe(2);
  });

  it('when it closes finishes what is at hand, and takes nothing more', async () => {
    const place = await new Place().open();
    const atHand = Promise.withResolvers<void>();
    place.beforeInsert = () => atHand.resolve();
    const first = place.offer(requestOf('a', 600, 1));
    await atHand.promise;
    const second = place.offer(requestOf('b', 600, 1));
    await place.desk.close();
    expect([await first, await second]).toEqual([[null], ['not-kept']]);
    expect(await place.offer(requestOf('c', 600, 1))).toEqual(['no-room']);
  });

  it('counts each byte once, whatever is lost, repeated, and cut off by a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
        const random = seededRandom(seed);
        const place = await new Place().open();
        const sent = ['a', 'b', 'c'].map((session) => requestsOf(session, random));
        await place.offer(...sent.map(([start]) => start!));
        for (let round = 0; round < 8; round++) {
          place.beforeInsert = () => {
            if (random.next() < 0.2) throw new Error('Crash');
          };
          const some = sent.flatMap((requests) => requests.filter(() => random.next() < 0.3));
          await place.offer(...some);
          // What was in memory is lost; what the two inserts had kept is not.
          if (random.next() < 0.5) await place.open();
        }
        place.beforeInsert = () => undefined;
        const newest = sent.map((requests) => requests.at(-1)!);
        expect(await place.offer(...newest)).toEqual(newest.map(() => null));
        expect(await place.bytesKept()).toBe(newest.reduce((sum, { session }) => sum + session!.counters!.upBytes, 0));
      }),
      { seed: 11, numRuns: 40 },
    );
  });
});

/** Of one session, from its start, in order. */
function requestsOf(session: string, random: Random): AccountingRequest[] {
  let upBytes = 0;
  return Array.from({ length: 6 }, (_, n) => requestOf(session, 600 * n, n === 0 ? 0 : (upBytes += random.below(1e9))));
}
