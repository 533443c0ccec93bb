/** Observations of one slot for tests, from rates by subscriber. */
import { SlotObservations } from '../domain/slot-observations.ts';

/** Bytes per second, up and down; undefined for a subscriber that is not seen. */
export type Rates = readonly (readonly [up: number, down: number] | undefined)[];

export function observedSlot(slotStart: number, rates: Rates, seconds = 600): SlotObservations {
  const seen = rates.flatMap((rate, subscriber) => (rate === undefined ? [] : [{ subscriber, rate }]));
  const observations = new SlotObservations();
  const block = {
    device: '62.0',
    slotStart,
    reportedAt: slotStart + 600,
    late: false,
    count: seen.length,
    subscriber: Uint32Array.from(seen, ({ subscriber }) => subscriber),
    seconds: Uint16Array.from(seen, () => seconds),
    upBytes: Float64Array.from(seen, ({ rate }) => rate[0] * seconds),
    downBytes: Float64Array.from(seen, ({ rate }) => rate[1] * seconds),
  };
  observations.gather([block], rates.length);
  return observations;
}
