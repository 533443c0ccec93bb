import { beforeAll, describe, expect, it } from 'vitest';
import { quickRule } from '../../test/quick-rule.ts';
import { nameOf, Network, rowsOf, slotSeconds, slotsPerDay } from '../../test/synthetic-network.ts';
import type { AnomalyEvent } from './anomaly.ts';
import type { IsSuppressed } from './detector.ts';
import { ruleFor } from './rule.ts';

/** So few subscribers have one alert a day. */
const subscribers = 60;
const rule = ruleFor(slotSeconds, quickRule);
const firstSlot = 4 * slotsPerDay;
const times: Readonly<Record<number, number>> = { 7: 60, 9: 25 };

let learned: ReturnType<Network['save']>;
beforeAll(() => {
  const network = new Network(rule);
  for (let slot = 0; slot < firstSlot; slot++) network.observe(slot, rowsOf(subscribers, slot));
  learned = network.save();
});

/** Two are attacked in the same hours, one of them far more. */
function attacked(isSuppressed?: IsSuppressed): AnomalyEvent[] {
  const network = Network.restored(learned, rule, isSuppressed);
  const slots = Array.from({ length: 36 }, (_, n) => firstSlot + n);
  return slots.flatMap((slot) => {
    const up = (who: number): number => (slot > firstSlot + 12 ? (times[who] ?? 1) : 1);
    return network.observe(
      slot,
      rowsOf(subscribers, slot, (who) => ({ up: up(who), down: up(who) })),
    );
  });
}

const isOf = (who: number, { anomaly }: AnomalyEvent): boolean => anomaly.subscriber === nameOf(who);
const isAlerted = (who: number, events: readonly AnomalyEvent[]): boolean =>
  events.some((event) => isOf(who, event) && event.anomaly.alerted);
const withoutAlerts = (events: readonly AnomalyEvent[]) =>
  events.map((event) => ({ ...event, anomaly: { ...event.anomaly, alerted: false } }));

describe('a suppressed finding', () => {
  it('opens an anomaly that is not alerted, and leaves its place in the budget to another', () => {
    const before = attacked();
    expect([isAlerted(7, before), isAlerted(9, before)]).toEqual([true, false]);
    const after = attacked(({ subscriber }) => subscriber === nameOf(7));
    expect([isAlerted(7, after), isAlerted(9, after)]).toEqual([false, true]);
    expect(withoutAlerts(after)).toEqual(withoutAlerts(before));
  });

  it('is asked about as the anomaly that it would be', () => {
    const asked: string[] = [];
    const events = attacked((anomaly) => asked.push(anomaly.id) === 0);
    const opened = events.filter(({ type, anomaly }) => type === 'opened' && anomaly.subscriber !== null);
    expect(asked.sort()).toEqual(opened.map(({ anomaly }) => anomaly.id).sort());
  });
});
