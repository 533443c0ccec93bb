import { beforeEach, describe, expect, it } from 'vitest';
import { quickRule } from '../../test/quick-rule.ts';
import { blockOf, firstSlot, slotSeconds } from '../../test/history-commits.ts';
import { BacktestUnavailable, type Backtest, type BacktestRequest } from './backtest.ts';
import { Backtester } from './backtester.ts';
import { oneCohort } from '../domain/cohort-directory.ts';
import { ruleFor } from '../domain/rule.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { StoredSlot, TimeRange } from '../history/history.ts';
import type { IngestStatus } from '../telemetry/status.ts';

const slots = 200;
const lastSlot = firstSlot + (slots - 1) * slotSeconds;
const surge = { from: 150, to: 160 };

let directory: SubscriberIndex;
let asked: (TimeRange | undefined)[];
let status: Pick<IngestStatus, 'phase' | 'dataAsOf'>;
let nowMs: number;
let fault: Error | null;
let logged: unknown[];
let backtester: Backtester;

/** One subscriber, who sends a thousand times as much as ever for ten slots. */
async function* replaySlots(during?: TimeRange): AsyncGenerator<StoredSlot> {
  asked.push(during);
  for (let n = 0; n < slots; n++) {
    if (n === 100 && fault !== null) throw fault;
    const slotStart = firstSlot + n * slotSeconds;
    const up = (n >= surge.from && n < surge.to ? 1e9 : 1e6) + 1000 * (n % 7);
    yield { slotStart, blocks: [blockOf(directory, { slotStart }, [{ subscriber: 's', up, down: 1e6 }])] };
  }
}

beforeEach(() => {
  directory = new SubscriberIndex();
  asked = [];
  status = { phase: 'live', dataAsOf: lastSlot };
  nowMs = 0;
  fault = null;
  logged = [];
  backtester = new Backtester({
    history: { replaySlots },
    directory,
    cohorts: oneCohort,
    slotSeconds,
    status: { current: () => status as IngestStatus },
    rule: ruleFor(slotSeconds, quickRule),
    log: { error: (...details: unknown[]) => logged.push(details) },
    now: () => nowMs,
  });
});

/** A rule that learns for so many days: from the third on it has not begun to judge when the surge comes. */
const request = (networkLearningDays: number, range: TimeRange | null = null): BacktestRequest => ({
  settings: { ...quickRule, networkLearningDays },
  range,
});

/** Asks until it has ended. */
async function ended(of: BacktestRequest): Promise<Backtest> {
  for (;;) {
    const backtest = backtester.ask(of);
    if (backtest.state !== 'running') return backtest;
    await new Promise(setImmediate);
  }
}

describe('a backtest', () => {
  it('tells its progress, which only grows, and then what changes', async () => {
    const seen: number[] = [backtester.ask(request(20)).progress];
    for (; seen.at(-1)! < 1; await Promise.resolve()) seen.push(backtester.ask(request(20)).progress);
    expect(seen[0]).toBe(0);
    expect(new Set(seen).size).toBeGreaterThan(10);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const { result } = await ended(request(20));
    expect(result).toMatchObject({ byRunningRule: 1, byRule: 0, byBoth: 0, newlyFiring: { count: 0, highest: [] } });
    expect(result!.vanished).toMatchObject({ count: 1, highest: [{ subscriber: 's', kind: 'burst' }] });
  });

  it('finds no change by the running rule itself', async () => {
    const { result, rule, runningRule } = await ended(request(quickRule.networkLearningDays));
    expect(rule).toBe(runningRule);
    expect(result).toMatchObject({ byRunningRule: 1, byRule: 1, byBoth: 1, vanished: { count: 0 } });
  });

  it('counts only what slots of the range revealed, and learns from the 35 days before its end', async () => {
    const range = { from: firstSlot, to: firstSlot + surge.from * slotSeconds };
    const { result } = await ended(request(20, range));
    expect(result).toMatchObject({ byRunningRule: 0, vanished: { count: 0 } });
    expect(asked).toEqual([{ from: range.to - 35 * 86_400, to: range.to }]);
  });

  it('reads no slot that is not closed', async () => {
    const { range } = await ended(request(20, { from: firstSlot, to: lastSlot + 1e6 }));
    expect(range).toEqual({ from: firstSlot, to: lastSlot + slotSeconds });
  });

  it('is computed once for whoever asks the same, for an hour', async () => {
    const first = await ended(request(20));
    nowMs = 3_599_999;
    expect(backtester.ask(request(20))).toBe(first);
    expect(asked).toHaveLength(1);
    nowMs = 3_600_000;
    await ended(request(20));
    expect(asked).toHaveLength(2);
  });

  it('is pushed out by the fifth after it', async () => {
    for (const days of [20, 21, 22, 23, 24, 25]) await ended(request(days));
    await ended(request(21));
    expect(asked).toHaveLength(6);
    await ended(request(20));
    expect(asked).toHaveLength(7);
  });

  it('does not start while another runs, and says which one does', async () => {
    const { rule } = backtester.ask(request(20));
    expect(() => backtester.ask(request(21))).toThrow(
      new BacktestUnavailable(`A backtest of rule ${rule} is running (0 %), and one runs at a time; ask again later`),
    );
    await ended(request(20));
    await ended(request(21));
  });

  it.each(['opening', 'rebuilding'] as const)('does not start while ingest is %s', (phase) => {
    status = { phase, dataAsOf: null };
    expect(() => backtester.ask(request(20))).toThrow('Tidewatch is reading history for its own start');
  });

  it('does not start while there is nothing to judge', () => {
    status = { phase: 'live', dataAsOf: null };
    expect(() => backtester.ask(request(20))).toThrow('No slot has closed yet');
  });

  it('that fails says so, logs why, and is tried again a minute later', async () => {
    fault = new Error('the disk is on fire');
    const failed = await ended(request(20));
    expect(failed).toMatchObject({ state: 'failed', failure: 'History could not be read; the log says why.' });
    expect(logged).toEqual([[{ err: fault }, 'A backtest failed']]);
    fault = null;
    expect(backtester.ask(request(20))).toBe(failed);
    nowMs = 60_000;
    expect(await ended(request(20))).toMatchObject({ state: 'done' });
  });

  it('ends when the server stops, and none starts after that', async () => {
    backtester.ask(request(20));
    await backtester.stop();
    expect(backtester.ask(request(20))).toMatchObject({ state: 'failed', failure: 'Tidewatch is stopping.' });
    expect(() => backtester.ask(request(21))).toThrow('Tidewatch is stopping');
    expect(logged).toEqual([]);
  });
});
