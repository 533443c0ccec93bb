/** Answers what was usual for a subscriber: his samples from history, judged again by the detector's own code. */
import type { BaselineReader } from './detection.ts';
import type { Rule } from '../domain/rule.ts';
import { trace, type ObservedSlot } from '../domain/trace.ts';
import type { HistoryReader, SubscriberSample } from '../history/history.ts';

/** More than a year of ten-minute samples on two devices. */
const maxSamples = 110_000;

export function createBaselineReader(history: HistoryReader, rule: Rule, slotSeconds: number): BaselineReader {
  return {
    rule,
    async baseline(subscriber, range) {
      // From the first sample there is: what was usual in the range depends on all that came before it.
      const newestFirst = await history.subscriberSamples(subscriber, { from: 0, to: range.to }, maxSamples);
      return trace(slotsOf(newestFirst.reverse()), rule, slotSeconds).filter((slot) => slot.slotStart >= range.from);
    },
  };
}

/** Sums the samples of each slot. Late ones are left out: the detector did not see them. */
function slotsOf(samples: readonly SubscriberSample[]): Iterable<ObservedSlot> {
  const slots = new Map<number, ObservedSlot>();
  for (const { slotStart, seconds, upBytes, downBytes, late } of samples) {
    if (late) continue;
    const before = slots.get(slotStart) ?? { slotStart, seconds: 0, upBytes: 0, downBytes: 0 };
    slots.set(slotStart, {
      slotStart,
      seconds: before.seconds + seconds,
      upBytes: before.upBytes + upBytes,
      downBytes: before.downBytes + downBytes,
    });
  }
  return slots.values();
}
