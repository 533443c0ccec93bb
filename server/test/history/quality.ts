/** Contract of history: what is told of the devices' reports, and of the devices of a subscriber, equals brute force. */
import { describe, expect, it } from 'vitest';
import { dropReasons, type DeadLetter } from '../../src/domain/dead-letter.ts';
import type { TimeRange } from '../../src/history/history.ts';
import { blockOf, commitOf, firstSlot, randomCommits, slotSeconds, withTotals } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';
import { HistoryModel } from '../history-model.ts';

const everything = { from: 0, to: 2 ** 32 };
/** Borders within slots. */
const cut = { from: firstSlot + 4000, to: firstSlot + 9 * 3600 + 1234 };
const isIn = (moment: number, { from, to }: TimeRange): boolean => moment >= from && moment < to;
const slotsIn = (range: TimeRange): number =>
  Array.from({ length: 1000 }, (_, n) => firstSlot + n * slotSeconds).filter((slot) => isIn(slot, range)).length;

export function describeQuality(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('the quality of devices', () => {
    it('is files, rows, drops and slots with a report in the range, as brute force has them', async () => {
      const { history, directory } = harness;
      const commits = randomCommits(directory, 9, 12);
      for (const commit of commits) await history.commit(commit);
      const end = commits.at(-1)!.closedThrough + slotSeconds;
      for (const range of [everything, cut]) {
        const quality = await history.deviceQuality(['62.0', '69.0', 'silent'], range);
        expect([...quality.keys()]).toEqual(['62.0', '69.0', 'silent']);
        for (const device of ['62.0', '69.0']) {
          const files = commits.flatMap((commit) => commit.files);
          const mine = files.filter((file) => file.device === device && isIn(file.snapshotAt, range));
          const sum = (key: 'rows' | 'accepted' | 'late' | 'estimated'): number =>
            mine.reduce((total, file) => total + file[key], 0);
          const slots = commits.flatMap(({ totals }) => totals.filter((total) => total.device === device));
          const first = Math.min(...slots.map(({ slotStart }) => slotStart));
          const reported = new Set(slots.map(({ slotStart }) => slotStart).filter((slot) => isIn(slot, range)));
          expect(quality.get(device)).toEqual({
            device,
            accounting: {
              files: mine.length,
              rows: sum('rows'),
              accepted: sum('accepted'),
              late: sum('late'),
              estimated: sum('estimated'),
              dropped: [
                { reason: 'bad-number', rows: 2 * mine.length },
                { reason: 'too-late', rows: mine.length },
              ],
            },
            expectedSlots: slotsIn({ from: Math.max(first, range.from), to: Math.min(end, range.to) }),
            reportedSlots: reported.size,
          });
        }
        expect(quality.get('silent')).toEqual({
          device: 'silent',
          accounting: { files: 0, rows: 0, accepted: 0, late: 0, estimated: 0, dropped: [] },
          expectedSlots: slotsIn({ from: range.from, to: Math.min(end, range.to) }),
          reportedSlots: 0,
        });
      }
    });

    it('expects nothing in a history without data', async () => {
      const quality = await harness.history.deviceQuality(['62.0'], everything);
      expect(quality.get('62.0')).toMatchObject({ expectedSlots: 0, reportedSlots: 0 });
    });

    it('has the volume of each device in the range, late traffic included', async () => {
      const { history, directory } = harness;
      const commits = randomCommits(directory, 9, 12);
      for (const commit of commits) await history.commit(commit);
      const { samples } = new HistoryModel(directory, commits);
      const mine = Map.groupBy(
        samples.filter(({ slotStart }) => isIn(slotStart, cut)),
        ({ device }) => device,
      );
      const volumes = [...mine].map(([device, ofDevice]) => {
        return [device, ofDevice.reduce((total, { upBytes, downBytes }) => total + upBytes + downBytes, 0)] as const;
      });
      expect(await history.deviceVolumes(cut)).toEqual(new Map(volumes));
    });

    it('has the dead letters of the snapshots of the range, by reason', async () => {
      const { history } = harness;
      const fileOf = (snapshotAt: number) => ({
        device: '62.0',
        snapshotAt,
        file: `psx_62.0_${snapshotAt}.csv`,
        revision: 0,
        sizeBytes: 1,
        rows: 9,
        accepted: 0,
        late: 0,
        estimated: 0,
        dropped: { 'bad-number': 9 },
      });
      const files = [firstSlot, firstSlot + 600, firstSlot + 1200].map(fileOf);
      const letters = files.flatMap(({ file }, n): DeadLetter[] =>
        Array.from({ length: 6 }, (_, line) => ({
          file,
          line,
          column: '',
          reason: dropReasons[(line + n) % 4]!,
          given: '',
        })),
      );
      await history.commit(commitOf({ closedThrough: firstSlot, files, deadLetters: letters }));
      const wanted = new Set(files.slice(0, 2).map(({ file }) => file));
      const expected = dropReasons.flatMap((reason) => {
        const rows = letters.filter((letter) => letter.reason === reason && wanted.has(letter.file)).length;
        return rows === 0 ? [] : [{ reason, rows }];
      });
      expect(await history.deadLetterCounts({ from: firstSlot, to: firstSlot + 1200 })).toEqual(expected);
    });
  });

  describe('the devices of a subscriber', () => {
    it('are all that ever carried him, the newest first', async () => {
      const { history, directory } = harness;
      const commits = randomCommits(directory, 9, 12);
      for (const commit of commits) await history.commit(commit);
      const { samples } = new HistoryModel(directory, commits);
      const ids = [...new Set(samples.map(({ subscriber }) => subscriber))];
      const expected = ids.map((subscriber) => {
        const mine = samples.filter((sample) => sample.subscriber === subscriber);
        const devices = [...Map.groupBy(mine, ({ device }) => device)].map(([device, of]) => ({
          subscriber,
          device,
          lastSeen: Math.max(...of.map(({ slotStart }) => slotStart)),
        }));
        return [subscriber, devices.sort((a, b) => b.lastSeen - a.lastSeen || (a.device < b.device ? -1 : 1))] as const;
      });
      expect(await history.devicesOfSubscribers([...ids, 'unknown'])).toEqual(new Map(expected));
    });

    it('keep the hour when the samples are gone', async () => {
      const { history, directory } = harness;
      const block = blockOf(directory, { slotStart: firstSlot + 1200 }, [{ subscriber: 's', up: 1, down: 1 }]);
      await history.commit(withTotals(firstSlot + 3600, [block]));
      await harness.withEngine((engine) => engine.command('TRUNCATE TABLE samples'));
      expect((await harness.history.devicesOfSubscribers(['s'])).get('s')).toMatchObject([{ lastSeen: firstSlot }]);
    });
  });
}
