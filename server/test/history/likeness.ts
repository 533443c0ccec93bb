/** Contract of history: peers and similar anomalies are the nearest by the documented distance, computed by brute force. */
import { describe, expect, it } from 'vitest';
import { anomalyKinds } from '../../src/domain/anomaly.ts';
import { bytesPerSecond } from '../../src/domain/traffic.ts';
import type { Peer, SimilarAnomaly } from '../../src/history/likeness.ts';
import { anomalyOf, blockOf, commitOf, eventOf, firstSlot, slotSeconds, withTotals } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';
import { HistoryModel } from '../history-model.ts';
import { seededRandom } from '../random.ts';

const daySeconds = 86_400;

/** Up, down and the volume of each hour of the day of everybody, over the days before `end`. */
function profiles({ samples }: HistoryModel, end: number, days: number) {
  const mine = samples.filter(({ slotStart }) => slotStart >= end - days * daySeconds && slotStart < end);
  return new Map(
    [...Map.groupBy(mine, ({ subscriber }) => subscriber)].map(([subscriber, of]) => {
      const hours = Array.from({ length: 24 }, () => 0);
      for (const { slotStart, upBytes, downBytes } of of)
        hours[Math.floor(slotStart / 3600) % 24]! += upBytes + downBytes;
      const sum = (key: 'upBytes' | 'downBytes'): number => of.reduce((total, sample) => total + sample[key], 0);
      return [subscriber, { up: sum('upBytes'), down: sum('downBytes'), hours }];
    }),
  );
}

/** The formula of the documentation. */
function peersOf(model: HistoryModel, subscriber: string, end: number): Peer[] {
  const all = profiles(model, end, 7);
  const own = all.get(subscriber)!;
  const volume = ({ up, down }: { up: number; down: number }): number => up + down;
  return [...all]
    .filter(([other]) => other !== subscriber)
    .map(([other, its]) => {
      const elsewhen =
        its.hours.reduce((sum, hour, n) => sum + Math.abs(hour / volume(its) - own.hours[n]! / volume(own)), 0) / 2;
      const distance =
        Math.abs(Math.log2(volume(its) / volume(own))) +
        10 * Math.abs(its.up / volume(its) - own.up / volume(own)) +
        4 * elsewhen;
      return { subscriber: other, upBytes: its.up, downBytes: its.down, distance };
    })
    .sort((a, b) => a.distance - b.distance);
}

/** Eight days and a half of a slot an hour: night owls and day workers, senders and receivers, of many sizes. */
function habits(seed: number, count: number, end: number, { directory }: { directory: Parameters<typeof blockOf>[0] }) {
  const random = seededRandom(seed);
  const people = Array.from({ length: count }, (_, n) => ({
    subscriber: `p${n}`,
    size: 2 ** (10 + 20 * random.next()),
    share: random.next(),
    night: random.next() < 0.5,
  }));
  const slots = Array.from({ length: 204 }, (_, n) => end + 1800 - (n + 1) * 3600).reverse();
  return slots.map((slotStart) => {
    const isNight = Math.floor(slotStart / 3600) % 24 < 8;
    const rows = people.map(({ subscriber, size, share, night }) => {
      const volume = size * (night === isNight ? 5 : 1) * (0.5 + random.next());
      return { subscriber, up: Math.round(volume * share), down: Math.round(volume * (1 - share)) };
    });
    return blockOf(directory, { slotStart }, rows);
  });
}

export function describeLikeness(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('peers', () => {
    it('are the nearest by volume, upload share and hours of the day, as brute force over raw samples has them', async () => {
      const { history, directory } = harness;
      const end = firstSlot + 8 * daySeconds;
      const blocks = habits(1, 60, end, harness);
      const commit = withTotals(end - slotSeconds, blocks);
      await history.commit(commit);
      const model = new HistoryModel(directory, [commit]);
      for (const subscriber of ['p0', 'p17', 'p59']) {
        const expected = peersOf(model, subscriber, end).slice(0, 7);
        const peers = await history.peers(subscriber, 7);
        expect(peers).toEqual(
          expected.map((peer) => ({ ...peer, distance: expect.closeTo(peer.distance, 9) as number })),
        );
      }
    });

    it('are none for who was not seen in the newest day, for who moved nothing, and for who is unknown', async () => {
      const { history, directory } = harness;
      const end = firstSlot + 2 * daySeconds;
      const blocks = [
        blockOf(directory, { slotStart: firstSlot }, [{ subscriber: 'gone', up: 5, down: 5 }]),
        blockOf(directory, { slotStart: end - 3600 }, [
          { subscriber: 'silent', up: 0, down: 0 },
          { subscriber: 'here', up: 1, down: 1 },
        ]),
      ];
      await history.commit(withTotals(end - slotSeconds, blocks));
      for (const subscriber of ['gone', 'silent', 'unknown']) expect(await history.peers(subscriber, 5)).toEqual([]);
      expect(await history.peers('here', 5)).toEqual([]);
    });
  });

  describe('similar anomalies', () => {
    it('are of the same kind, the nearest by rate, upload share and duration, as brute force has them', async () => {
      const { history } = harness;
      const random = seededRandom(6);
      const now = firstSlot + 100 * slotSeconds;
      const anomalies = Array.from({ length: 80 }, (_, n) => {
        const openedAt = firstSlot + random.below(20) * slotSeconds;
        const detectedAt = openedAt + (1 + random.below(30)) * slotSeconds;
        return anomalyOf({
          id: `a${n}`,
          kind: anomalyKinds[n % 3]!,
          openedAt,
          detectedAt,
          closedAt: random.next() < 0.7 ? detectedAt + random.below(40) * slotSeconds : null,
          upBytesPerSecond: bytesPerSecond(n % 7 === 0 ? 0 : random.below(1e6)),
          downBytesPerSecond: bytesPerSecond(n % 7 === 0 ? 0 : random.below(1e6)),
          uploadShare: random.next(),
        });
      });
      const events = anomalies.flatMap((anomaly, n) => [
        eventOf('opened', anomaly.detectedAt, n, { ...anomaly, closedAt: null }),
        ...(anomaly.closedAt === null ? [] : [eventOf('closed', anomaly.closedAt + 1800, n, anomaly)]),
      ]);
      await history.commit(commitOf({ closedThrough: now - slotSeconds, events }));

      const rateOf = (one: (typeof anomalies)[number]): number => one.upBytesPerSecond + one.downBytesPerSecond + 1;
      const lengthOf = (one: (typeof anomalies)[number]): number => (one.closedAt ?? now) - one.openedAt;
      for (const one of anomalies.slice(0, 9)) {
        const expected: SimilarAnomaly[] = anomalies
          .filter(({ id, kind: its }) => id !== one.id && its === one.kind)
          .map((other) => ({
            anomaly: other,
            distance:
              Math.abs(Math.log2(rateOf(other) / rateOf(one))) +
              10 * Math.abs(other.uploadShare - one.uploadShare) +
              Math.abs(Math.log2(lengthOf(other) / lengthOf(one))),
          }))
          .sort((a, b) => a.distance - b.distance);
        const found = await history.similarAnomalies(one, now, 6);
        expect(found).toEqual(
          expected.slice(0, 6).map((other) => ({ ...other, distance: expect.closeTo(other.distance, 9) as number })),
        );
      }
    });
  });
}
