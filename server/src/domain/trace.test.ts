import { describe, expect, it } from 'vitest';
import type { AnomalyEvent } from './anomaly.ts';
import { Detector } from './detector.ts';
import { defaultRule } from './rule.ts';
import { SlotObservations } from './slot-observations.ts';
import { SubscriberIndex } from './subscriber-index.ts';
import { trace, type ObservedSlot } from './trace.ts';

const slots: ObservedSlot[] = Array.from({ length: 200 }, (_, n) => ({
  slotStart: n * 600,
  seconds: n === 50 ? 20 : 600,
  upBytes: Math.round(1e7 * (1 + 0.2 * Math.sin(n)) * (n >= 180 && n < 186 ? 9 : 1)),
  downBytes: Math.round(5e7 * (1 + 0.2 * Math.cos(n))),
}));

describe('trace', () => {
  it('finds outside the band exactly the slots that made the detector open and close', () => {
    const directory = new SubscriberIndex();
    const detector = new Detector(defaultRule, 600, directory);
    const observations = new SlotObservations();
    const events: AnomalyEvent[] = [];
    for (const { slotStart, seconds, upBytes, downBytes } of slots) {
      const subscriber = Uint32Array.of(directory.indexOf('a'));
      observations.gather(
        [
          {
            device: 'x',
            slotStart,
            reportedAt: slotStart + 600,
            late: false,
            count: 1,
            subscriber,
            seconds: Uint16Array.of(seconds),
            upBytes: Float64Array.of(upBytes),
            downBytes: Float64Array.of(downBytes),
          },
        ],
        1,
      );
      events.push(...detector.observe(slotStart, observations));
    }
    const traced = trace(slots, defaultRule, 600);
    const outside = traced
      .filter((slot) => slot.expected !== null && slot.upBytesPerSecond > slot.expected.highUp)
      .map((slot) => slot.slotStart);
    const [opened] = events;
    const closed = events.at(-1)!.anomaly;
    expect(outside).toEqual([180, 181, 182, 183, 184, 185].map((n) => n * 600));
    expect([opened!.anomaly.openedAt, closed.closedAt, closed.slots]).toEqual([180 * 600, 186 * 600, 6]);
    // The frozen band is the one before the first slot of the run.
    expect(traced.find((slot) => slot.slotStart === 180 * 600)!.expected).toEqual(opened!.anomaly.expected);
  });

  it('has no band while the history is too short, and no point for a slot with too little of it covered', () => {
    const traced = trace(slots, defaultRule, 600);
    expect(traced.filter((slot) => slot.expected === null)).toHaveLength(defaultRule.minHistorySlots);
    expect(traced).toHaveLength(slots.length - 1);
    expect(traced.some((slot) => slot.slotStart === 50 * 600)).toBe(false);
  });
});
