import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { nameOf, Network, rowsOf, slotsPerDay, type Alteration, type Row } from '../../test/synthetic-network.ts';
import type { AnomalyEvent } from './anomaly.ts';
import { ruleFor } from './rule.ts';
import { defaultRuleSettings } from './rule-parameters.ts';

const subscribers = 80;
const days = 6;
const slots = days * slotsPerDay;
const runs = { numRuns: 6 };
/** Between the fourth day and the fifth nothing is seen for so many slots. */
const gap = 2 * slotsPerDay + 30;
const lastSlot = slots - 1 + gap;
/** So that there are anomalies enough to compare. */
const rule = ruleFor(600, {
  ...defaultRuleSettings,
  networkLearningDays: 2,
  volumeChancePerDay: 0.03,
  uploadShareChancePerDay: 0.03,
  burstChancePerDay: 0.001,
  returnHours: 1,
});

/** Attacks, absences, newcomers in the middle of a day, and days without any data. */
const alter: Alteration = (who, slot) => {
  const hour = Math.floor(slot / 6);
  // Some are open at the end.
  if (who % 16 === 1 && slot > lastSlot - 20) return { up: 15, down: 15 };
  if (who >= 70 && slot < 300 + who) return null;
  if (who % 9 === 4 && hour % 31 === who % 31) return null;
  if (who % 11 === 2 && slot > 2 * slotsPerDay && hour % 29 < 3) return { up: 12, down: 12 };
  if (who % 13 === 3 && slot > 2 * slotsPerDay && hour % 37 < 5) return { up: 9, down: 1 };
  if (who % 17 === 6 && slot % 200 === who) return { up: 60, down: 1 };
  if (who === 20 && slot > 4 * slotsPerDay) return { up: 0, down: 0 };
  return { up: 1, down: 1 };
};

/** Every slot there is, in order. */
const observed: readonly (readonly [slot: number, rows: readonly Row[]])[] = Array.from(
  { length: slots },
  (_, slot) => slot + (slot >= 4 * slotsPerDay ? gap : 0),
).map((slot) => [slot, rowsOf(subscribers, slot, alter)]);

let asObserved: Network;
let events: AnomalyEvent[];

beforeAll(() => {
  asObserved = new Network(rule);
  events = observed.flatMap(([slot, rows]) => asObserved.observe(slot, rows));
});

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const rest = [...items];
  return items.map(() => rest.splice(random.below(rest.length), 1)[0]!);
}

/** What is kept of each subscriber, by id, and of the network: the same whatever the indices of the subscribers. */
function stateOf({ detector, directory }: Network) {
  const { columns, records } = detector.save();
  const isOfClasses = ([name]: readonly [string, unknown]): boolean => name.startsWith('subscribers/classes/');
  const ofSubscribers = Array.from({ length: directory.size }, (_, index) => {
    const values = Array.from(
      [...columns].filter((column) => !isOfClasses(column)),
      ([name, column]) => {
        const stride = column.length / directory.size;
        return [name, [...column.subarray(index * stride, (index + 1) * stride)]] as const;
      },
    );
    return [directory.idOf(index), values] as const;
  });
  const ofClasses = [...columns].filter(isOfClasses);
  return { ofSubscribers: ofSubscribers.sort(([a], [b]) => (a < b ? -1 : 1)), ofClasses, records };
}

describe('the detector', () => {
  it('has something to tell in these tests', () => {
    const kinds = new Set(events.map(({ anomaly }) => anomaly.kind));
    expect(events.filter(({ type }) => type === 'opened').length).toBeGreaterThan(15);
    expect(events.filter(({ type }) => type === 'closed').length).toBeGreaterThan(10);
    expect(kinds.size).toBeGreaterThanOrEqual(4);
    expect(asObserved.detector.openAnomalies().length).toBeGreaterThan(3);
  });

  it('finds the same and knows the same whatever the order of rows, and of subscribers in the directory', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const network = new Network(rule);
        // Those that come later are known in advance: their indices are others too.
        for (const name of shuffled(
          Array.from({ length: subscribers }, (_, who) => nameOf(who)),
          seed,
        ))
          network.directory.indexOf(name);
        const found = observed.flatMap(([slot, rows]) => network.observe(slot, shuffled(rows, seed + slot)));
        expect(found).toEqual(events);
        expect(stateOf(network)).toEqual(stateOf(asObserved));
      }),
      runs,
    );
  });

  it('goes on after it was saved and restored, wherever that was, as if nothing had been', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: slots - 1 }), { minLength: 1, maxLength: 4 }), (cuts) => {
        let network = new Network(rule);
        const found = observed.flatMap(([slot, rows], i) => {
          if (cuts.includes(i)) network = Network.restored(network.save(), rule);
          return network.observe(slot, rows);
        });
        expect(found).toEqual(events);
        expect(network.save()).toEqual(asObserved.save());
        expect(network.detector.openAnomalies()).toEqual(asObserved.detector.openAnomalies());
      }),
      runs,
    );
  });

  it('is not changed by being saved', () => {
    const network = new Network(rule);
    const found = observed.flatMap(([slot, rows]) => {
      if (slot % 50 === 0) network.save();
      return network.observe(slot, rows);
    });
    expect(found).toEqual(events);
  });

  it('opens each anomaly once under an id of its own, and closes only what is open', () => {
    const typesOf = Map.groupBy(events, ({ anomaly }) => anomaly.id);
    const lives = Array.from(typesOf, ([id, of]) => [id, of.map(({ type }) => type).join(' ')] as const);
    expect(lives.filter(([, life]) => !/^opened( updated)*( closed)?$/.test(life))).toEqual([]);
    const stillOpen = lives.filter(([, life]) => !life.endsWith('closed')).map(([id]) => id);
    expect(
      asObserved.detector
        .openAnomalies()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(stillOpen.sort());
  });

  it('has one anomaly of a subscriber open at a time', () => {
    const ofSubscribers = Map.groupBy(events, ({ anomaly }) => anomaly.subscriber ?? 'devices');
    ofSubscribers.delete('devices');
    const lives = Array.from(ofSubscribers.values(), (of) => of.map(({ type }) => type).join(' '));
    expect(lives.filter((life) => !/^(opened( updated)*( closed|$) ?)+$/.test(life))).toEqual([]);
  });

  it('begins no anomaly before the one of the same subscriber before it has ended', () => {
    const ends = new Map<string, number>();
    const overlapping = events.filter(({ type, anomaly: { subscriber, openedAt, closedAt } }) => {
      const end = ends.get(subscriber ?? '') ?? 0;
      if (subscriber !== null && closedAt !== null) ends.set(subscriber, closedAt);
      return subscriber !== null && type === 'opened' && openedAt < end;
    });
    expect(overlapping).toEqual([]);
  });

  it('knows when an anomaly opened, was detected and closed, in this order', () => {
    const times = events.map(({ anomaly: { openedAt, detectedAt, closedAt }, at }) => [
      openedAt,
      detectedAt,
      closedAt ?? at,
      at,
    ]);
    expect(times.filter((each) => each.join() !== each.toSorted((a, b) => a - b).join())).toEqual([]);
  });

  it('numbers the events of a slot from 0, subscribers in order of id', () => {
    for (const slot of Map.groupBy(events, ({ at }) => at).values()) {
      expect(slot.map(({ ordinal }) => ordinal)).toEqual(slot.map((_, i) => i));
      const ids = slot.flatMap(({ anomaly }) => anomaly.subscriber ?? []);
      expect(ids).toEqual([...ids].sort());
    }
  });

  it('keeps no number that is none', () => {
    const { columns, records } = asObserved.detector.save();
    for (const [name, column] of columns) expect(column.every(Number.isFinite), name).toBe(true);
    const strangers: string[] = [];
    JSON.stringify(records, (key, value: unknown) => {
      if (Number.isNaN(value)) strangers.push(key);
      return value;
    });
    expect(strangers).toEqual([]);
    expect(events.every(({ anomaly }) => Number.isFinite(anomaly.score) && Number.isFinite(anomaly.excessBytes))).toBe(
      true,
    );
    expect(events.filter(({ anomaly }) => /NaN|Infinity|undefined|null/.test(anomaly.reason))).toEqual([]);
  });
});
