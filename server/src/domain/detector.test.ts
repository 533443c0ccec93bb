import { beforeAll, describe, expect, it } from 'vitest';
import {
  nameOf,
  Network,
  networkStart,
  rowsOf,
  slotSeconds,
  slotsPerDay,
  type Alteration,
} from '../../test/synthetic-network.ts';
import type { Anomaly, AnomalyEvent } from './anomaly.ts';

const subscribers = 160;
const learnedDays = 12;
const firstSlot = learnedDays * slotsPerDay;
/** Nine in the evening of the first day after those that were learned. */
const evening = firstSlot + 126;
const usual = { up: 1, down: 1 };
const attacked = 7;

let learned: ReturnType<Network['save']>;
let eventsWhileLearning: AnomalyEvent[];

beforeAll(() => {
  const network = new Network();
  // Whatever happens in the first two days opens nothing, and is forgiven.
  const firstDays = attack(100, 12, { up: 30, down: 30 });
  eventsWhileLearning = run(network, 0, firstSlot, (who, slot) =>
    who === attacked ? usual : firstDays(who === 11 ? attacked : who, slot),
  );
  learned = network.save();
});

function run(network: Network, from: number, to: number, alter?: Alteration, count = subscribers) {
  const events: AnomalyEvent[] = [];
  for (let slot = from; slot < to; slot++) events.push(...network.observe(slot, rowsOf(count, slot, alter)));
  return events;
}

/** What is told of the days after those that were learned. */
function afterwards(days: number, alter: Alteration): AnomalyEvent[] {
  return run(Network.restored(learned), firstSlot, firstSlot + days * slotsPerDay, alter);
}

/** The attacked subscriber's traffic times these while the attack lasts. */
function attack(from: number, slots: number, times: { up: number; down: number }): Alteration {
  return (who, slot) => (who === attacked && slot >= from && slot < from + slots ? times : usual);
}

const of = (events: readonly AnomalyEvent[], subscriber: number) =>
  events.filter(({ anomaly }) => anomaly.subscriber === nameOf(subscriber));

const opened = (events: readonly AnomalyEvent[]) => events.filter(({ type }) => type === 'opened');

/** Start of the slot. */
const at = (slot: number): number => networkStart + slot * slotSeconds;

/** The one anomaly of the attacked subscriber, as it was when it opened. */
function onlyAnomaly(events: readonly AnomalyEvent[]): Anomaly {
  const all = opened(of(events, attacked));
  expect(all).toHaveLength(1);
  return all[0]!.anomaly;
}

describe('a detector that has learned', () => {
  it('opens next to nothing where nothing is: one of 160 subscribers in five days', () => {
    expect(opened(afterwards(5, () => usual)).length).toBeLessThanOrEqual(1);
    expect(opened(eventsWhileLearning).length).toBeLessThanOrEqual(2);
  });

  it('opens nothing in the first days', () => {
    expect(eventsWhileLearning.filter((event) => event.at <= at(3 * slotsPerDay))).toEqual([]);
  });

  it('finds a takeover of ten times the traffic within its first hour', () => {
    const anomaly = onlyAnomaly(afterwards(1, attack(evening, 18, { up: 10, down: 10 })));
    expect(anomaly).toMatchObject({ kind: 'volume-takeover', device: '63.0', alerted: true, closedAt: null });
    expect(anomaly.detectedAt).toBeGreaterThan(at(evening));
    expect(anomaly.detectedAt).toBeLessThanOrEqual(at(evening) + 3600);
    expect(anomaly.openedAt).toBeGreaterThanOrEqual(at(evening));
    expect(anomaly.upBytesPerSecond).toBeGreaterThan(2 * anomaly.expected.highUp);
  });

  it('finds an upload surge once it has gone on for longer than a backup', () => {
    const anomaly = onlyAnomaly(afterwards(2, attack(evening, 36, { up: 6, down: 1 })));
    expect(anomaly.kind).toBe('upload-surge');
    expect(anomaly.detectedAt).toBeGreaterThanOrEqual(at(evening + 15));
    expect(anomaly.detectedAt).toBeLessThanOrEqual(at(evening + 21));
    expect(anomaly.openedAt).toBeGreaterThanOrEqual(at(evening));
    expect(anomaly.uploadShare).toBeGreaterThan(2 * anomaly.usualUploadShare);
  });

  it('does not take an upload of two hours for a surge', () => {
    expect(of(afterwards(2, attack(evening, 12, { up: 6, down: 1 })), attacked)).toEqual([]);
  });

  it('finds a violent burst in the slot in which it happens', () => {
    const anomaly = onlyAnomaly(afterwards(1, attack(evening, 1, { up: 60, down: 1 })));
    expect(anomaly).toMatchObject({ kind: 'burst', openedAt: at(evening), detectedAt: at(evening + 1), slots: 1 });
  });

  it('finds bursts that are repeated, when one alone would be none', () => {
    const bursts: Alteration = (who, slot) =>
      who === attacked && [evening, evening + 6].includes(slot) ? { up: 14, down: 1 } : usual;
    const [first] = of(afterwards(1, bursts), attacked);
    expect(first).toMatchObject({ type: 'opened', at: at(evening + 7), anomaly: { kind: 'burst' } });
    const alone = attack(evening, 1, { up: 14, down: 1 });
    expect(of(afterwards(1, alone), attacked)).toEqual([]);
  });

  it('finds the silence of a connected subscriber after an hour, and closes it when he is heard again', () => {
    const events = of(afterwards(2, attack(evening, 30, { up: 0, down: 0 })), attacked);
    expect(onlyAnomaly(events)).toMatchObject({ kind: 'silence', openedAt: at(evening), detectedAt: at(evening + 6) });
    const closed = events.at(-1)!;
    expect(closed.type).toBe('closed');
    expect(closed.anomaly.closedAt).toBeGreaterThanOrEqual(at(evening + 30));
    expect(closed.at).toBeLessThanOrEqual(at(evening + 30) + 4 * 3600);
  });

  it('finds a creep to twice and a half the traffic that takes three days', () => {
    const creep: Alteration = (who, slot) => {
      if (who !== attacked) return usual;
      const times = Math.exp(0.9 * Math.min(1, Math.max(0, slot - firstSlot) / (3 * slotsPerDay)));
      return { up: times, down: times };
    };
    // So slow that it becomes usual in between: it may be found more than once.
    const kinds = opened(of(afterwards(3, creep), attacked)).map(({ anomaly }) => anomaly.kind);
    expect(kinds.length).toBeGreaterThan(0);
    expect(['slow-creep', 'volume-takeover']).toEqual(expect.arrayContaining(kinds));
  });
});

describe('a detector that has learned takes for usual', () => {
  it.each<[string, Alteration]>([
    ['a speed test of one slot', attack(evening, 1, { up: 12, down: 12 })],
    ['a large download with its acknowledgements', attack(evening, 18, { up: 2, down: 20 })],
    ['a quiet evening', attack(evening, 18, { up: 0.3, down: 0.3 })],
    ['a slot that is missing', (who, slot) => (who === attacked && slot === evening ? null : usual)],
    [
      'a return from an absence, with a rush',
      (who, slot) => {
        if (who !== attacked || slot < evening - 100) return usual;
        return slot < evening ? null : slot < evening + 12 ? { up: 10, down: 10 } : usual;
      },
    ],
  ])('%s', (_, alter) => {
    expect(of(afterwards(2, alter), attacked)).toEqual([]);
  });

  it('what a whole device does at once', () => {
    const together: Alteration = (who, slot) =>
      who % 2 === 0 && slot >= evening && slot < evening + 12 ? { up: 4, down: 4 } : usual;
    const others = opened(afterwards(2, together)).filter(({ anomaly }) => anomaly.subscriber !== null);
    expect(others.length).toBeLessThanOrEqual(1);
  });

  it('who is new, until a day of his is over', () => {
    const first = firstSlot + 10;
    const network = Network.restored(learned);
    for (let slot = firstSlot; slot < firstSlot + slotsPerDay; slot++) {
      // Four hours at a time he does nothing, and then very much.
      const bytes = Math.floor((slot - first) / 24) % 2 === 0 ? 1_000_000 : 900_000_000;
      const newcomer = { subscriber: 'new', device: '62.0', seconds: slotSeconds, upBytes: bytes, downBytes: bytes };
      const events = network.observe(slot, [...rowsOf(subscribers, slot), ...(slot < first ? [] : [newcomer])]);
      expect(events.filter(({ anomaly }) => anomaly.subscriber === 'new')).toEqual([]);
    }
  });
});

describe('an open anomaly', () => {
  it('keeps what it said when it opened, and only its peak, length and excess grow', () => {
    const events = of(afterwards(2, attack(evening, 18, { up: 10, down: 10 })), attacked);
    expect(events.map(({ type }) => type)).toEqual(['opened', ...events.slice(1, -1).map(() => 'updated'), 'closed']);
    const [first] = events;
    for (const [i, { anomaly }] of events.entries()) {
      const { peakScore, slots, excessBytes, closedAt, ...frozen } = anomaly;
      expect({ ...first!.anomaly, ...frozen }).toEqual(first!.anomaly);
      const before = events[Math.max(0, i - 1)]!.anomaly;
      expect(peakScore).toBeGreaterThanOrEqual(before.peakScore);
      expect(slots).toBeGreaterThanOrEqual(before.slots);
      expect(excessBytes).toBeGreaterThanOrEqual(before.excessBytes);
      expect(closedAt === null).toBe(i < events.length - 1);
    }
    expect(events.at(-1)!.anomaly.peakScore).toBeGreaterThan(first!.anomaly.score);
  });

  it('closes after an hour as usual, at the end of its last unusual slot', () => {
    const closed = of(afterwards(2, attack(evening, 18, { up: 10, down: 10 })), attacked).at(-1)!;
    expect(closed.anomaly.closedAt).toBe(closed.at - 3600);
    expect(closed.anomaly.closedAt).toBeGreaterThanOrEqual(at(evening + 18));
    expect(closed.at).toBeLessThanOrEqual(at(evening + 18) + 4 * 3600);
  });

  it('closes two hours after its subscriber was last seen', () => {
    const gone: Alteration = (who, slot) =>
      who === attacked && slot >= evening + 12 ? null : attack(evening, 12, { up: 10, down: 10 })(who, slot);
    const closed = of(afterwards(2, gone), attacked).at(-1)!;
    expect(closed).toMatchObject({ type: 'closed', at: at(evening + 24), anomaly: { closedAt: at(evening + 12) } });
  });

  it('is closed when nobody was seen for so long, though its subscriber is there again at once', () => {
    const network = Network.restored(learned);
    const alter = attack(evening, 200, { up: 10, down: 10 });
    const before = of(run(network, firstSlot, evening + 12, alter), attacked);
    expect(before[0]!.type).toBe('opened');
    const [first] = of(run(network, evening + 100, evening + 101, alter), attacked);
    expect(first).toMatchObject({ type: 'closed', at: at(evening + 101), anomaly: { closedAt: at(evening + 12) } });
  });
});

describe('a weekly backup', () => {
  /** Four hours on the night to Wednesday. */
  const backupFrom = 2 * slotsPerDay + 6;
  const isBackup = (slot: number, from = backupFrom) => {
    const ofWeek = slot % (7 * slotsPerDay);
    return ofWeek >= from && ofWeek < from + 24;
  };

  it('is usual from the second week on, and does not hide a larger upload at another hour', () => {
    const few = 60;
    const network = new Network();
    const weekly: Alteration = (who, slot) => (who === attacked && isBackup(slot) ? { up: 8, down: 1 } : usual);
    const moved: Alteration = (who, slot) =>
      who === attacked && isBackup(slot, backupFrom + 250) ? { up: 60, down: 1 } : usual;
    const from = 14 * slotsPerDay;
    const to = from + 7 * slotsPerDay;
    run(network, 0, from, weekly, few);
    const saved = network.save();
    expect(of(run(Network.restored(saved), from, to, weekly, few), attacked)).toEqual([]);
    expect(opened(of(run(Network.restored(saved), from, to, moved, few), attacked))).toHaveLength(1);
  });
});
