import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AnomalyEvent } from './anomaly.ts';
import { Detector } from './detector.ts';
import { defaultRule } from './rule.ts';
import type { SampleBlock } from './sample.ts';
import { SlotObservations } from './slot-observations.ts';
import { SubscriberIndex } from './subscriber-index.ts';

const start = 1_704_067_200;
const slotSeconds = 600;
/** A day and some hours of history, then what a test adds. */
const learned = 160;

let directory: SubscriberIndex;
let detector: Detector;
let slot: number;

beforeEach(() => {
  directory = new SubscriberIndex();
  detector = new Detector(defaultRule, slotSeconds, directory);
  slot = 0;
});

/** Rates in bytes per second by subscriber id. */
type Rates = Record<string, readonly [up: number, down: number]>;

function blockOf(rates: Rates, device = '62.0', seconds = slotSeconds): SampleBlock {
  const ids = Object.keys(rates);
  const column = (direction: 0 | 1): Float64Array => Float64Array.from(ids, (id) => rates[id]![direction] * seconds);
  return {
    device,
    slotStart: start + slot * slotSeconds,
    reportedAt: start + (slot + 1) * slotSeconds,
    late: false,
    count: ids.length,
    subscriber: Uint32Array.from(ids, (id) => directory.indexOf(id)),
    seconds: new Uint16Array(ids.length).fill(seconds),
    upBytes: column(0),
    downBytes: column(1),
  };
}

function observe(...blocks: SampleBlock[]): AnomalyEvent[] {
  const observations = new SlotObservations();
  observations.gather(blocks, directory.size);
  return detector.observe(start + slot++ * slotSeconds, observations);
}

/** A repeatable wobble of about 10 %. */
const wobble = (n: number): number => 1 + 0.1 * Math.sin(n * 2.4);
const usual = (n: number): Rates => ({ calm: [20_000 * wobble(n), 90_000 * wobble(n + 3)] });

function learn(slots = learned): void {
  for (let n = 0; n < slots; n++) expect(observe(blockOf(usual(n)))).toEqual([]);
}

const times = (rates: Rates, up: number, down: number): Rates =>
  Object.fromEntries(Object.entries(rates).map(([id, [u, d]]) => [id, [u * up, d * down]]));

describe('Detector', () => {
  it('opens an anomaly at the third slot in a row, closes it after three quiet ones, and freezes what it said', () => {
    learn();
    const events = Array.from({ length: 12 }, (_, n) =>
      observe(blockOf(n < 5 ? times(usual(n), 5, 5) : usual(n))),
    ).flat();
    expect(events.map((event) => event.type)).toEqual(['opened', 'closed']);
    const [opened, closed] = events.map((event) => event.anomaly);
    expect(opened).toMatchObject({
      subscriber: 'calm',
      device: '62.0',
      kind: 'volume-takeover',
      openedAt: start + learned * slotSeconds,
      detectedAt: start + (learned + 3) * slotSeconds,
      closedAt: null,
      slots: 3,
    });
    expect(closed).toMatchObject({
      closedAt: start + (learned + 5) * slotSeconds,
      slots: 5,
      score: opened!.score,
      reason: opened!.reason,
      ruleVersion: defaultRule.version,
      severity: opened!.severity,
      expected: opened!.expected,
    });
    expect(opened!.upBytesPerSecond).toBeGreaterThan(opened!.expected.highUp);
    expect(opened!.expected.usualUp).toBeCloseTo(20_000, -3);
    expect(opened!.reason).toBe(
      'Uploaded 791 kbit/s (usually 106 kbit/s to 238 kbit/s) and downloaded 3.61 Mbit/s (usually 480 kbit/s to 1.07 Mbit/s) from 2024-01-02 02:40 to 03:10, 3 slots in a row outside the usual band, at least 11.7 spreads above the mean.',
    );
  });

  it.each([
    ['upload alone', 8, 1, 'upload-surge'],
    ['download alone', 1, 8, 'download-surge'],
    ['both', 4, 4, 'volume-takeover'],
  ])('names what rose: %s', (_, up, down, kind) => {
    learn();
    const events = [0, 1, 2].flatMap((n) => observe(blockOf(times(usual(n), up, down))));
    expect(events).toMatchObject([{ type: 'opened', anomaly: { kind } }]);
  });

  it('says nothing of one or two slots, nor of three with a calm one between', () => {
    learn();
    const pattern = [1, 1, 0, 1, 0, 1, 1, 0];
    expect(pattern.flatMap((high, n) => observe(blockOf(high ? times(usual(n), 20, 20) : usual(n))))).toEqual([]);
  });

  it('says nothing of three slots with a missing one between: nobody knows what happened in it', () => {
    learn();
    const events = [1, 1, -1, 1, 1].flatMap((high, n) =>
      high < 0 ? observe() : observe(blockOf(times(usual(n), 20, 20))),
    );
    expect(events).toEqual([]);
    expect(observe(blockOf(times(usual(5), 20, 20)))).toHaveLength(1);
  });

  it('judges nobody with less than a day of history', () => {
    learn(defaultRule.minHistorySlots - 3);
    expect([0, 1, 2].flatMap((n) => observe(blockOf(times(usual(n), 50, 50))))).toHaveLength(0);
  });

  it('is not moved by the point it judges: the same point gives the same score after any number of repetitions of the past', () => {
    learn();
    // Were the point part of its own baseline, z could never pass (n - 1) / sqrt(n); here it has no such bound.
    const events = [0, 1, 2].flatMap((n) => observe(blockOf(times(usual(n), 1e6, 1e6))));
    expect(events[0]!.anomaly.score).toBeGreaterThan(Math.sqrt(learned));
  });

  it('goes on calling a step unusual for days: it hardly learns from what is suspicious', () => {
    learn();
    const events = Array.from({ length: 3 * 144 }, (_, n) => observe(blockOf(times(usual(n), 5, 5)))).flat();
    expect(events.filter((event) => event.type === 'closed')).toEqual([]);
  });

  it('closes the run of a subscriber that is gone', () => {
    learn();
    for (let n = 0; n < 3; n++) observe(blockOf(times(usual(n), 5, 5)));
    const events = Array.from({ length: 6 }, () => observe()).flat();
    expect(events).toMatchObject([{ type: 'closed', anomaly: { closedAt: start + (learned + 3) * slotSeconds } }]);
  });

  it('adds up what two devices saw, and names the one that saw more', () => {
    learn();
    const split = (n: number) =>
      observe(blockOf(times(usual(n), 2, 2), '62.0'), blockOf(times(usual(n), 8, 8), '69.0', 300));
    expect([0, 1, 2].flatMap(split)).toMatchObject([{ anomaly: { device: '69.0' } }]);
  });

  it('takes a few seconds of a slot for no observation', () => {
    learn();
    expect([0, 1, 2, 3].flatMap((n) => observe(blockOf(times(usual(n), 50, 50), '62.0', 30)))).toEqual([]);
  });

  it('numbers the events of a slot by subscriber id, whatever the order of rows', () => {
    const ids = ['9', '10', 'b', 'a'];
    const all = (n: number, factor: number): Rates =>
      Object.fromEntries(ids.map((id) => [id, [20_000 * wobble(n) * factor, 90_000 * wobble(n) * factor] as const]));
    for (let n = 0; n < learned; n++) observe(blockOf(all(n, 1)));
    const events = [0, 1, 2].flatMap((n) => observe(blockOf(all(n, 5))));
    expect(events.map((event) => [event.ordinal, event.anomaly.subscriber])).toEqual([
      [0, '10'],
      [1, '9'],
      [2, 'a'],
      [3, 'b'],
    ]);
  });

  it('finds the same whatever the order of rows and however a slot is split into blocks', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `s${i}`);
    const ratesAt = (n: number): Rates =>
      Object.fromEntries(
        ids.map((id, i) => [
          id,
          [20_000 * wobble(n + i) * (n >= 150 && i % 3 === 0 ? 6 : 1), 60_000 * wobble(n * 1.7 + i)] as const,
        ]),
      );
    const run = (arrange: (rates: Rates) => SampleBlock[]): AnomalyEvent[] => {
      directory = new SubscriberIndex();
      detector = new Detector(defaultRule, slotSeconds, directory);
      slot = 0;
      return Array.from({ length: 170 }, (_, n) => observe(...arrange(ratesAt(n)))).flat();
    };
    const reference = run((rates) => [blockOf(rates)]);
    expect(reference.filter((event) => event.type === 'opened')).toHaveLength(4);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 12 }), fc.nat(12), (order, cut) => {
        const pick = (rates: Rates, some: string[]): Rates => Object.fromEntries(some.map((id) => [id, rates[id]!]));
        const shuffled = run((rates) => [
          blockOf(pick(rates, order.slice(cut))),
          blockOf(pick(rates, order.slice(0, cut))),
        ]);
        expect(shuffled).toEqual(reference);
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  it('goes on after it was saved and restored as if nothing had happened, wherever it is cut', () => {
    const slots = 190;
    const arrivals = Array.from({ length: 12 }, (_, i) => [`s${(i * 7) % 12}`, i] as const);
    // Some begin late, some pause, some surge: runs are on their way, open and ending at most cuts.
    const ratesAt = (n: number): Rates =>
      Object.fromEntries(
        arrivals
          .filter(([, i]) => n >= i * 3 && (n + i) % 53 > 2)
          .map(([id, i]) => [
            id,
            [20_000 * wobble(n + i) * (n > 150 && (n + 5 * i) % 21 < 7 ? 6 : 1), 60_000 * wobble(n * 1.7 + i)] as const,
          ]),
      );
    const begin = (): void => {
      directory = new SubscriberIndex();
      detector = new Detector(defaultRule, slotSeconds, directory);
      slot = 0;
    };
    const observeUntil = (end: number): AnomalyEvent[] => {
      const events = [];
      while (slot < end) events.push(...observe(blockOf(ratesAt(slot))));
      return events;
    };
    begin();
    const reference = observeUntil(slots);
    const end = detector.save();
    expect(new Set(reference.map(({ type }) => type))).toEqual(new Set(['opened', 'updated', 'closed']));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: slots }), (cut) => {
        begin();
        const before = observeUntil(cut);
        const open = detector.openAnomalies();
        const [ids, state] = [directory.save(), detector.save()];
        observeUntil(slots);
        directory = new SubscriberIndex();
        directory.restore(ids);
        detector = new Detector(defaultRule, slotSeconds, directory);
        detector.restore(state);
        expect(detector.openAnomalies()).toEqual(open);
        slot = cut;
        expect([...before, ...observeUntil(slots)]).toEqual(reference);
        expect(detector.save()).toEqual(end);
      }),
      { seed: 6, numRuns: 40 },
    );
  });

  it('has open what it told of as opened or updated and not as closed', () => {
    learn();
    for (let n = 0; n < 4; n++) observe(blockOf(times(usual(n), 5, 5)));
    expect(detector.openAnomalies()).toMatchObject([{ subscriber: 'calm', closedAt: null }]);
    for (let n = 0; n < 4; n++) observe(blockOf(usual(n)));
    expect(detector.openAnomalies()).toEqual([]);
  });
});
