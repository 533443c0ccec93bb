/** Contract of history: what people did, in one order with what the detector found, and for ever. */
import { describe, expect, it } from 'vitest';
import { firstActOrdinal, isAct, type ActDraft, type ActEntry, type FeedPlace } from '../../src/domain/feed-entry.ts';
import { suppressionChangeOf, type Mute } from '../../src/domain/suppression.ts';
import { ActWriter } from '../../src/history/act-writer.ts';
import { CommitSequence } from '../../src/history/commit-sequence.ts';
import { CommitWriter } from '../../src/history/commit-writer.ts';
import type { Engine } from '../../src/history/engine.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, slotSeconds } from '../history-commits.ts';
import { historyHarness, type Kind } from '../history-harness.ts';
import { seededRandom } from '../random.ts';
import { RandomActs } from '../random-acts.ts';

const mute: Mute = {
  id: 'mute',
  scope: { cohort: 'on plan P3' },
  kinds: ['burst', 'silence'],
  until: firstSlot + 86_400,
};

export function describeActs(kind: Kind): void {
  const harness = historyHarness(kind);
  const detectedAt = firstSlot + slotSeconds;
  const a = anomalyOf({ id: 'a', detectedAt });
  const b = anomalyOf({ id: 'b', detectedAt, subscriber: 's2', upBytesPerSecond: a.downBytesPerSecond });
  const later = { ...a, slots: 4 };
  const append = (...drafts: ActDraft[]): Promise<ActEntry[]> => harness.history.appendActs(async () => drafts);

  async function told(after: FeedPlace = { at: 0, ordinal: 0 }, limit = 1000): Promise<ActEntry[]> {
    return (await harness.history.feedEntries(after, limit)).filter(isAct);
  }

  async function commitSlot(n: number, events = [eventOf('updated', firstSlot + (n + 1) * slotSeconds, 0, later)]) {
    await harness.history.commit(commitOf({ closedThrough: firstSlot + n * slotSeconds, events }));
  }

  /** Two commits with acts after each. */
  async function someActs(): Promise<ActEntry[]> {
    const made = new RandomActs(seededRandom(3));
    await commitSlot(0, [eventOf('opened', detectedAt, 0, a), eventOf('opened', detectedAt, 1, b)]);
    const first = await append(made.triage(a, { type: 'judged', verdict: 'backup' }), made.triage(b), made.mute(mute));
    const second = await append(made.triage(a, { type: 'undone', change: 'change0' }));
    await commitSlot(1);
    const third = await append(
      made.mute(mute),
      ...Array.from({ length: 40 }, () => made.triage(later)),
      made.mute(mute),
    );
    return [...first, ...second, ...third];
  }

  describe('acts', () => {
    it('stand after the events of the newest closed slot, each after the one before, across a restart too', async () => {
      const acts = await someActs();
      await harness.reopen();
      const [last] = await append(new RandomActs(seededRandom(4)).triage(later));
      const places = [...acts, last!].map(({ at, ordinal }) => [at, ordinal - firstActOrdinal]);
      const [one, two] = [firstSlot + slotSeconds, firstSlot + 2 * slotSeconds];
      expect(places).toEqual([...[0, 1, 2, 3].map((n) => [one, n]), ...Array.from({ length: 43 }, (_, n) => [two, n])]);
    });

    it('may come before the first slot', async () => {
      const [made] = await append(new RandomActs(seededRandom(1)).mute(mute));
      expect(made).toMatchObject({ at: 0, ordinal: firstActOrdinal });
      expect(await told()).toEqual([made]);
    });

    it('are found by anomaly, by mute, by change and by place, with the anomaly as it was', async () => {
      const acts = await someActs();
      await harness.reopen();
      const { history } = harness;
      const onAnomaly = (id: string) => acts.filter((act) => act.type === 'triaged' && act.anomaly.id === id);
      const onMute = acts.filter((act) => act.type !== 'triaged');
      expect(await history.acts(['a', 'b', 'unknown', ''])).toEqual(
        new Map([
          ['a', onAnomaly('a')],
          ['b', onAnomaly('b')],
        ]),
      );
      expect(await history.muteActs(['mute', 'a'])).toEqual(new Map([['mute', onMute]]));
      expect(await history.actsOfChange('change1')).toEqual([acts[1]]);
      expect(await history.actsOfChange('unknown')).toEqual([]);
      expect(await told()).toEqual(acts);
      expect(await history.feedExtent(acts[4])).toEqual({
        closedEnd: acts[4]!.at,
        entries: acts.length - 5,
        newest: { at: acts.at(-1)!.at, ordinal: acts.at(-1)!.ordinal },
      });
      expect(await told(acts[4], 3)).toEqual(acts.slice(5, 8));
      expect(await history.suppressionChanges()).toEqual(acts.flatMap((act) => suppressionChangeOf(act) ?? []));
    });

    it('are made while no commit and no other act is under way', async () => {
      const { history } = harness;
      const made = new RandomActs(seededRandom(5));
      const running: string[] = [];
      const seen: string[][] = [];
      const decide = (name: string) => async () => {
        running.push(name);
        seen.push([...running]);
        await history.ping();
        running.splice(running.indexOf(name), 1);
        return [made.triage(a)];
      };
      await commitSlot(0, [eventOf('opened', detectedAt, 0, a)]);
      const all = [history.appendActs(decide('one')), commitSlot(1), history.appendActs(decide('two'))] as const;
      const [[one], , [two]] = await Promise.all(all);
      expect(seen).toEqual([['one'], ['two']]);
      expect([one!.at, two!.at]).toEqual([firstSlot + slotSeconds, firstSlot + 2 * slotSeconds]);
    });

    it('that are refused leave nothing, and keep nobody waiting', async () => {
      const refused = harness.history.appendActs(() => Promise.reject(new Error('not so')));
      await expect(refused).rejects.toThrow('not so');
      expect(await append()).toEqual([]);
      expect(await told()).toEqual([]);
    });

    it('outlive the commit that was cut short, and the discard of what it left', async () => {
      const acts = await someActs();
      await harness.withEngine((engine) =>
        engine.command('INSERT INTO anomaly_events (type, at, id, commit) SELECT type, at, id, 99 FROM anomaly_events'),
      );
      expect(harness.warnings).toHaveLength(1);
      expect(await told()).toEqual(acts);
    });

    it('never replace one that was written though its answer was lost', async () => {
      const acts = await someActs();
      const made = new RandomActs(seededRandom(6));
      await harness.withEngine(async (engine) => {
        const writer = new CommitWriter(engine, harness.directory);
        const { sequence } = await CommitSequence.resume(engine, writer, slotSeconds, true);
        const insertRows: Engine['insertRows'] = async (...rows) => {
          await engine.insertRows(...rows);
          throw new Error('connection lost');
        };
        const losing = new ActWriter(
          { ...engine, select: (...query) => engine.select(...query), insertRows },
          sequence,
          slotSeconds,
        );
        await expect(losing.append(async () => [made.triage(later)])).rejects.toThrow('connection lost');
        await new ActWriter(engine, sequence, slotSeconds).append(async () => [made.triage(later)]);
      });
      const found = await told();
      expect(found.slice(0, -2)).toEqual(acts);
      expect(found.slice(-2).map(({ change }) => change)).toEqual(['change0', 'change1']);
    });
  });

  describe('mutes', () => {
    it('are listed newest first, in pages, with how they stand', async () => {
      const made = new RandomActs(seededRandom(7));
      const mutes = Array.from({ length: 7 }, (_, n) => ({ ...mute, id: `m${n}`, until: firstSlot + n }));
      const acts = await append(...mutes.map((one) => made.mute(one)));
      const [ended] = await append(made.mute(mutes[5]!, { type: 'unmuted', undoes: null }));
      const states = acts.map((act, n) => ({ mute: mutes[n], made: act, ended: n === 5 ? ended : null })).toReversed();
      const { history } = harness;
      expect(await history.listMutes({}, { limit: 100 })).toEqual(states);
      const key = { at: acts[4]!.at, ordinal: acts[4]!.ordinal };
      expect(await history.listMutes({}, { limit: 2, after: key })).toEqual(states.slice(3, 5));
      expect(await history.listMutes({}, { limit: 2, before: key, backward: true })).toEqual(states.slice(0, 2));
      expect(await history.listMutes({ activeAt: firstSlot + 3 }, { limit: 100 })).toEqual([states[0], states[2]]);
      expect(await history.mutes(['m5', 'x'])).toEqual(new Map([['m5', states[1]]]));
    });
  });
}
