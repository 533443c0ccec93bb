import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quickRule } from '../../test/quick-rule.ts';
import { createCheckpointFile } from '../checkpoint/checkpoint-file.ts';
import type { AnomalyEvent } from '../domain/anomaly.ts';
import { ruleFor } from '../domain/rule.ts';
import type { SampleBlock } from '../domain/sample.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { StoredSlot, TimeRange } from '../history/history.ts';
import { noSubscriberTable, readSubscriberTable } from '../ingest/subscriber-table.ts';
import { KeptDetector, type KeptDetectorOptions } from './kept-detector.ts';
import type { PipelineEvents } from './pipeline-events.ts';

/** Hours, so that there are days to learn from in few slots. */
const slotSeconds = 3600;
const rule = ruleFor(slotSeconds, { ...quickRule, closeMinutes: 120 });
const slots = 66;
const startOf = (n: number): number => 1_704_067_200 + n * slotSeconds;

const table = 'IdSubscriber,Plan,Type\nsubscriber 1,P3,P\n';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-kept-'));
  path = join(folder, 'checkpoint');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Everybody's slot n: some begin late, some surge, and some slots are without a sample. */
function slotOf(n: number, directory: SubscriberIndex): StoredSlot {
  const slotStart = startOf(n);
  if (n % 19 === 17) return { slotStart, blocks: [] };
  const who = [3, 1, 0, 2].filter((i) => n >= 4 * i);
  const usual = (i: number): number => 20_000 * (1 + 0.1 * Math.sin(n * 2.4 + i));
  const rate = (i: number): number => usual(i) * (n > 26 && (n + 5 * i) % 12 < 3 ? 30 : 1);
  const block: SampleBlock = {
    device: 'a',
    slotStart,
    reportedAt: slotStart + slotSeconds,
    late: false,
    count: who.length,
    subscriber: Uint32Array.from(who, (i) => directory.indexOf(`subscriber ${i}`)),
    seconds: new Uint16Array(who.length).fill(slotSeconds),
    upBytes: Float64Array.from(who, (i) => Math.round(rate(i) * slotSeconds)),
    downBytes: Float64Array.from(who, (i) => Math.round(4 * usual(i + 1) * slotSeconds)),
  };
  return { slotStart, blocks: [block] };
}

interface Run {
  readonly kept: KeptDetector;
  readonly directory: SubscriberIndex;
  /** What was told, in order. */
  readonly told: string[];
  /** Judges the slots from one to before the other; history has each at once. */
  judge(from: number, to: number): AnomalyEvent[];
}

/** A process with a history that has so many slots. */
async function start(
  stored: number,
  change: Partial<KeptDetectorOptions> = {},
  historyId = 'h',
  erasures = 0,
): Promise<Run> {
  const directory = new SubscriberIndex();
  const told: string[] = [];
  let replayed = 0;
  const events = {
    restored: (closedThrough: number) => told.push(`restored ${(closedThrough - startOf(0)) / slotSeconds}`),
    checkpointRefused: (reason: string, sentence: string) => told.push(`${reason}: ${sentence}`),
    checkpointFailed: (fault: Error) => told.push(fault.message),
    checkpointWritten: () => undefined,
    rebuilding: () => replayed++,
  } as Partial<PipelineEvents> as PipelineEvents;
  const history = {
    identity: async () => historyId,
    erasures: async () => Array<never>(erasures),
    async *replaySlots(during?: TimeRange) {
      for (let n = 0; n < stored; n++) {
        if (during === undefined || (startOf(n) >= during.from && startOf(n) < during.to)) yield slotOf(n, directory);
      }
    },
  };
  const checkpoints = createCheckpointFile(path);
  const kept = new KeptDetector({
    rule,
    slotSeconds,
    directory,
    subscriberTable: noSubscriberTable,
    checkpoints,
    history,
    events,
    now: () => 0,
    ...change,
  });
  await kept.resume(stored === 0 ? null : startOf(stored - 1), new AbortController().signal);
  told.push(`judged ${replayed} again`);
  const judge = (from: number, to: number): AnomalyEvent[] => {
    const found = [];
    for (let n = from; n < to; n++) {
      found.push(...kept.judge(slotOf(n, directory)).events);
      kept.committed(startOf(n));
    }
    return found;
  };
  return { kept, directory, told, judge };
}

/** The checkpoint that a process leaves when it is stopped after so many slots. */
async function leaveCheckpoint(seen: number): Promise<void> {
  const run = await start(0);
  run.judge(0, seen);
  await run.kept.stop();
}

const stateIn = async (run: Run) => {
  await run.kept.stop();
  const { closedThrough, state } = (await createCheckpointFile(path).read())!;
  return { closedThrough, state };
};

describe('KeptDetector', () => {
  it('is after a restart what it would have been without, wherever the checkpoint and history end', async () => {
    const reference = await start(0);
    const events = reference.judge(0, slots);
    expect(events.length).toBeGreaterThan(10);
    const end = await stateIn(reference);
    const ends = fc.tuple(fc.integer({ min: 1, max: slots }), fc.integer({ min: 0, max: slots }));
    await fc.assert(
      fc.asyncProperty(ends, async ([seen, more]) => {
        await rm(path, { force: true });
        await leaveCheckpoint(seen);
        const stored = Math.min(slots, seen + more);
        const run = await start(stored);
        expect(run.told).toEqual([`restored ${seen - 1}`, `judged ${stored - seen} again`]);
        const after = events.filter(({ at }) => at > startOf(stored));
        expect(run.judge(stored, slots)).toEqual(after);
        expect(await stateIn(run)).toEqual(end);
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('judges all of history again when there is no checkpoint, and leaves one', async () => {
    expect((await start(20)).told).toEqual(['judged 20 again']);
    const run = await start(20);
    await run.kept.stop();
    expect((await start(20)).told).toEqual(['restored 19', 'judged 0 again']);
  });

  const way = 'the state of the detector is rebuilt from history, and the next checkpoint takes its place.';

  it.each([
    ['rule', 'of another rule', { rule: ruleFor(slotSeconds, { ...quickRule, closeMinutes: 180 }) }, 'h'],
    ['slot-length', 'of slots of another length', { slotSeconds: 1800 }, 'h'],
    ['subscribers', 'of another table of subscribers', { subscriberTable: readSubscriberTable(table) }, 'h'],
    ['history', 'of another history', {}, 'another'],
    ['erasure', 'from before an erasure', {}, 'h', 1],
  ])('refuses a checkpoint by its %s: %s', async (reason, _, change, historyId, erasures = 0) => {
    await leaveCheckpoint(20);
    const run = await start(25, change, historyId, erasures);
    expect(run.told).toEqual([
      expect.stringMatching(`^${reason}: The checkpoint ${path} is of .*; ${way}$`),
      'judged 25 again',
    ]);
    await run.kept.stop();
    expect((await start(25, change, historyId, erasures)).told).toEqual(['restored 24', 'judged 0 again']);
  });

  it('refuses a checkpoint that is ahead of history, also later, when history has come past it', async () => {
    await leaveCheckpoint(20);
    const ahead =
      'ahead: The checkpoint .* has seen slot 2024-01-01T19:00:00Z, but history ends with slot 2024-01-01T18:00:00Z';
    expect((await start(19)).told).toEqual([expect.stringMatching(`^${ahead}; ${way}$`), 'judged 19 again']);
    expect((await start(25)).told).toEqual(['judged 25 again']);
    await leaveCheckpoint(20);
    expect((await start(0)).told).toEqual([
      expect.stringMatching('^ahead: .*, but history is empty; '),
      'judged 0 again',
    ]);
  });

  it('refuses a checkpoint that is damaged, or whose columns are not those of the detector', async () => {
    await writeFile(path, 'no checkpoint');
    expect((await start(5)).told).toEqual([
      expect.stringMatching('^damaged: .* does not begin as one; '),
      'judged 5 again',
    ]);
    await leaveCheckpoint(20);
    const store = createCheckpointFile(path);
    const found = (await store.read())!;
    const columns = new Map(found.state.columns);
    columns.delete('detector/subscribers/usual/levelUp');
    await store.write({ ...found, state: { ...found.state, columns } });
    const run = await start(25);
    expect(run.told).toEqual([
      expect.stringMatching('^mismatch: .* has no column levelUp, expected'),
      'judged 25 again',
    ]);
    const fresh = await start(25, { checkpoints: createCheckpointFile(join(folder, 'none')) });
    expect(run.judge(25, slots)).toEqual(fresh.judge(25, slots));
  });

  it('keeps how far it came when it is stopped while history is judged again', async () => {
    const stopping = new AbortController();
    const directory = new SubscriberIndex();
    let replayed = 0;
    const kept = new KeptDetector({
      rule,
      slotSeconds,
      directory,
      subscriberTable: noSubscriberTable,
      checkpoints: createCheckpointFile(path),
      history: {
        identity: async () => 'h',
        erasures: async () => [],
        async *replaySlots() {
          for (let n = 0; n < 40; n++) yield slotOf(n, directory);
        },
      },
      events: {
        rebuilding: () => ++replayed === 15 && stopping.abort(),
        checkpointWritten: () => undefined,
      } as Partial<PipelineEvents> as PipelineEvents,
      now: () => 0,
    });
    await kept.resume(startOf(39), stopping.signal);
    await kept.stop();
    expect((await start(40)).told).toEqual(['restored 14', 'judged 25 again']);
  });
});
