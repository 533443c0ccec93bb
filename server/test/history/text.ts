/** Contract of history: text of any kind comes back as it went in, and is never taken for SQL. */
import { describe, expect, it } from 'vitest';
import { anomalyOf, blockOf, commitOf, eventOf, firstSlot, withTotals } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';

const texts = [
  "o'brien",
  '"; DROP TABLE samples; --',
  'back\\slash\\',
  '\\N',
  'tab\tnew\nline\rreturn',
  'NUL\0inside',
  '\0',
  ' ',
  'ünïcödé 電話 \u{1f600}',
  '{name:String}',
  '%_*?[]',
  'null',
  '9007199254740993',
  // 253 and 255 bytes: the length of a text takes two bytes from 128 on.
  'é'.repeat(126) + 'x',
  'x'.repeat(255),
  'x'.repeat(128),
  'x'.repeat(127),
];

export function describeText(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('text', () => {
    it('of subscribers and devices comes back as it went in', async () => {
      const { history, directory } = harness;
      const blocks = texts.map((text, i) =>
        blockOf(directory, { slotStart: firstSlot, device: text }, [{ subscriber: text, up: i, down: 1 }]),
      );
      await history.commit(withTotals(firstSlot, blocks));
      const range = { from: 0, to: 2 ** 32 };
      const seen = { firstSeen: firstSlot, lastSeen: firstSlot };
      const rows = texts.map((text) => [text, { subscriber: text, device: text, ...seen }] as const);
      expect(await history.subscribers(texts)).toEqual(new Map(rows));
      const traffic = await history.subscriberTraffic(texts, range, 'slot');
      expect(texts.map((text) => traffic.get(text)?.[0]?.upBytes)).toEqual(texts.map((_, i) => i));
      for (const [i, text] of texts.entries()) {
        const sample = { subscriber: text, device: text, slotStart: firstSlot, seconds: 600, late: false };
        expect(await history.subscriberSamples(text, range, 9)).toEqual([{ ...sample, upBytes: i, downBytes: 1 }]);
        expect(await history.traffic(text, range, 'slot')).toMatchObject([{ upBytes: i }]);
        const found = await history.listSubscribers({ search: text, device: text }, { limit: 9 });
        expect(found.map(({ subscriber }) => subscriber)).toEqual([text]);
      }
      const [replayed] = await Array.fromAsync(history.replaySlots());
      const ids = replayed!.blocks.map(({ device, subscriber, count }) => {
        return [device, Array.from(subscriber.subarray(0, count), (index) => directory.idOf(index))] as const;
      });
      expect(new Map(ids)).toEqual(new Map(texts.map((text) => [text, [text]])));
    });

    it('of anomalies comes back as it went in', async () => {
      const { history } = harness;
      const anomalies = texts.map((text) =>
        anomalyOf({
          id: text,
          subscriber: text,
          device: text,
          comparison: { cohort: text, shareBelow: 1 },
          reason: text,
        }),
      );
      const events = anomalies.map((anomaly, i) => eventOf('opened', firstSlot, i, anomaly));
      await history.commit(commitOf({ closedThrough: firstSlot, events }));
      expect(await history.anomalies(texts)).toEqual(new Map(anomalies.map((anomaly) => [anomaly.id, anomaly])));
      for (const anomaly of anomalies) {
        const { id, device } = anomaly;
        const subscriber = anomaly.subscriber!;
        expect(await history.listAnomalies({ subscriber, device }, { limit: 9 })).toEqual([anomaly]);
        expect((await history.anomalyEvents([id])).get(id)).toMatchObject([{ anomaly }]);
      }
    });

    it('of dead letters comes back as it went in, halves of characters as the replacement character', async () => {
      const deadLetters = texts.map(
        (text, i) => ({ file: text, line: i, column: text, reason: 'bad-date', given: text }) as const,
      );
      const half = { file: 'half', line: 1, column: '', reason: 'bad-date', given: 'a\ud83dz' } as const;
      await harness.history.commit(commitOf({ closedThrough: firstSlot, deadLetters: [...deadLetters, half] }));
      const found = await harness.history.listDeadLetters({ limit: 100 });
      const expected = [...deadLetters, { ...half, given: 'a\ufffdz' }];
      expect(new Map(found.map((letter) => [letter.file, letter]))).toEqual(
        new Map(expected.map((letter) => [letter.file, letter])),
      );
    });
  });
}
