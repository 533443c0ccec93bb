/** What incidents do in the real world: each world is compared, slot by slot, to the same world without incidents. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../incident.ts';
import { mean, quantile, realWorldOf, slotSeconds, worldStart } from '../world.fixture.ts';
import { measure } from './real-traffic.fixture.ts';

const days = 10;
const slots = days * 144;
const size = { subscribers: 1000 };
const world = realWorldOf({ ...size, attacksPerDay: 40, lookAlikesPerDay: 40 });
const { population } = world;
const [traffic, calm] = [measure(world, slots), measure(realWorldOf(size), slots)];
const incidents = world.incidents.between(worldStart, worldStart + days * 86_400);
const alone = incidents.filter(
  (incident) => incidents.filter((other) => other.subscriber === incident.subscriber).length === 1,
);
const ofKind = (kind: string): Incident[] =>
  alone.filter((incident) => incident.kind === kind && incident.end < worldStart + days * 86_400);

/** Slots that lie in phases of the incident as a whole. */
function slotsWithin({ phases }: Incident): number[] {
  return phases.flatMap(({ from, to }) => {
    const first = Math.ceil((from - worldStart) / slotSeconds);
    const last = Math.floor((to - worldStart) / slotSeconds);
    return Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at);
  });
}

/** By how many times the usual rate the slots of an incident lie above the calm world: one less than its factor. */
function excess(incident: Incident, way: 'up' | 'down'): number {
  const usual = way === 'up' ? population.usualUp : population.usualDown;
  const { subscriber } = incident;
  const more = slotsWithin(incident)
    .map((slot) => traffic[way][subscriber]![slot]! - calm[way][subscriber]![slot]!)
    .filter((bytes) => !Number.isNaN(bytes));
  return mean(more) / slotSeconds / usual[subscriber]!;
}

const errorsOf = (kind: string, way: 'up' | 'down', factorOf: (incident: Incident) => number): number[] =>
  ofKind(kind)
    .filter((incident) => slotsWithin(incident).length > 1)
    .map((incident) => (1 + excess(incident, way)) / factorOf(incident));

describe('incidents of the real world', () => {
  it.each(['takeover', 'upload-heavy', 'bursts', 'night-upload', 'weekly-backup'])(
    'of kind %s add their factor of the usual upload',
    (kind) => {
      const errors = errorsOf(kind, 'up', ({ upFactor }) => upFactor);
      expect(errors.length).toBeGreaterThan(5);
      // His usual rate may have grown or shrunk: by a sixth at most.
      expect(Math.abs(quantile(errors, 0.5) - 1)).toBeLessThan(0.1);
      expect(Math.max(...errors.map((error) => Math.abs(Math.log(error))))).toBeLessThan(0.35);
    },
  );

  it('of kind takeover and evening download add their factor of the usual download', () => {
    for (const kind of ['takeover', 'evening-download']) {
      const errors = errorsOf(kind, 'down', ({ downFactor }) => downFactor);
      expect(errors.length).toBeGreaterThan(5);
      expect(Math.abs(quantile(errors, 0.5) - 1)).toBeLessThan(0.1);
    }
  });

  it('leave the download of an upload-heavy attack as it was', () => {
    const errors = ofKind('upload-heavy').map((incident) => Math.abs(excess(incident, 'down')));
    expect(Math.max(...errors)).toBeLessThan(1e-3);
  });

  it('silence a subscriber to 2 % at most while his session stays up', () => {
    const silences = ofKind('silence');
    expect(silences.length).toBeGreaterThan(3);
    for (const incident of silences) {
      const [now, before] = [traffic.down[incident.subscriber]!, calm.down[incident.subscriber]!];
      const within = slotsWithin(incident);
      expect(within.filter((slot) => Number.isNaN(now[slot]) !== Number.isNaN(before[slot]))).toEqual([]);
      expect(within.filter((slot) => now[slot]! > 0.021 * before[slot]! + 1)).toEqual([]);
    }
  });

  it('creep up evenly over 36 hours', () => {
    const creeps = ofKind('slow-creep');
    expect(creeps.length).toBeGreaterThan(3);
    for (const incident of creeps) {
      const [rise] = incident.phases;
      const during = (from: number, to: number): number =>
        excess(
          { ...incident, phases: [{ ...rise!, from: rise!.from + from * 3600, to: rise!.from + to * 3600 }] },
          'up',
        );
      expect(during(4, 8) / during(28, 32)).toBeCloseTo(6 / 30, 1);
    }
  });

  it('raise both directions for good with a new plan, from its midnight on', () => {
    const upgrades = alone.filter(({ kind, onset }) => kind === 'plan-upgrade' && onset < worldStart + 8 * 86_400);
    expect(upgrades.length).toBeGreaterThan(10);
    const steady = upgrades.filter(({ subscriber }) => !['sparse', 'occasional'].includes(world.classOf(subscriber)));
    for (const { subscriber, onset, downFactor } of steady) {
      const first = (onset - worldStart) / slotSeconds;
      const ratio = (from: number, to: number): number =>
        mean(
          Array.from(traffic.down[subscriber]!, (bytes, slot) => bytes / calm.down[subscriber]![slot]!)
            .slice(from, to)
            .filter(Number.isFinite),
        );
      // On the first day there is no before.
      const before = first > 0 ? ratio(0, first) : 1;
      expect(before).toBeCloseTo(1, 3);
      const after = ratio(first + 1, slots);
      expect(after).toBeGreaterThan(1 + 0.8 * (downFactor - 1));
      expect(after).toBeLessThanOrEqual(downFactor + 0.01);
    }
  });

  it('touch nobody else', () => {
    const touched = new Set(incidents.map((incident) => incident.subscriber));
    const early = world.incidents.between(worldStart - 6 * 86_400, worldStart).map((incident) => incident.subscriber);
    const changed = [...population.home.keys()].filter((subscriber) =>
      traffic.up[subscriber]!.some((bytes, slot) => !Object.is(bytes, calm.up[subscriber]![slot])),
    );
    // Somebody who was away on the day of his new plan comes back with it; that is no incident.
    const strangers = changed.filter(
      (subscriber) =>
        !touched.has(subscriber) && !early.includes(subscriber) && !world.incidents.upgrades.of(subscriber),
    );
    expect(strangers).toEqual([]);
    expect(changed.length).toBeGreaterThan(200);
  });

  it('befall customers alone', () => {
    for (const incident of alone.filter(({ benign }) => !benign)) {
      const slot = Math.floor((incident.onset - worldStart) / slotSeconds);
      expect(traffic.up[incident.subscriber]!.slice(slot, slot + 3).some((bytes) => !Number.isNaN(bytes))).toBe(true);
    }
  });
});
