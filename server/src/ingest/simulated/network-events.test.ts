/** What happens to many at once, in both worlds: when, to whom, and what the devices then report. */
import { describe, expect, it } from 'vitest';
import { createNetworkEvents, noNetworkEvents } from './network-events.ts';
import { flatWorldOf, groupBy, mean, realWorldOf, rowsAt, slotSeconds, worldStart } from './world.fixture.ts';

const day = 86_400;
const events = { updateDayEveryDays: 10, outageEveryDays: 10, missingShare: 0.05, lateShare: 0.05 };

describe('network events', () => {
  const network = createNetworkEvents(5, events, 0);

  it('have one outage of every device in ten days, of 20 to 120 minutes', () => {
    for (const device of [0, 5]) {
      const outages = network.outages(device, 0, 1000 * day);
      expect(outages).toHaveLength(100);
      for (const { from, to } of outages) expect((to - from) / 60 >= 20 && (to - from) / 60 <= 120).toBe(true);
    }
  });

  it('have one update day in ten', () => {
    const updateDays = Array.from({ length: 1000 }, (_, at) => at).filter((at) => network.isUpdateDay(at));
    expect(updateDays).toHaveLength(100);
  });

  it('do not begin in the quiet time, nor when they are not asked for', () => {
    const quiet = createNetworkEvents(5, events, 500 * day);
    expect(quiet.outages(0, 0, 500 * day)).toEqual([]);
    expect(quiet.isUpdateDay(499)).toBe(false);
    const none = createNetworkEvents(5, noNetworkEvents, 0);
    expect(none.outages(0, 0, 1000 * day)).toEqual([]);
  });
});

describe.each([
  ['real', realWorldOf],
  ['flat', flatWorldOf],
] as const)('%s world', (kind, worldOf) => {
  const world = worldOf({ networkEvents: events });
  const calm = worldOf({});
  const incidents = world.incidents.between(worldStart, worldStart + 10 * day);
  const outages = [
    ...groupBy(
      incidents.filter((incident) => incident.kind === 'outage'),
      ({ onset }) => onset,
    ).values(),
  ];

  it('brings each snapshot once at most: 5 % never, 5 % one or two slots late', () => {
    const arrivals = Array.from({ length: 1000 }, (_, slot) => worldStart + slot * slotSeconds).flatMap((at) =>
      world.arrivalsAt(at).map((arrival) => ({ ...arrival, late: (at - arrival.snapshotAt) / slotSeconds })),
    );
    const count = (late: number): number => arrivals.filter((arrival) => arrival.late === late).length / 6000;
    expect(groupBy(arrivals, ({ position, snapshotAt }) => `${position} ${snapshotAt}`).size).toBe(arrivals.length);
    expect(count(0)).toBeGreaterThan(0.87);
    expect(count(1) + count(2)).toBeGreaterThan(0.04);
    expect(count(1) + count(2)).toBeLessThan(0.06);
    expect(count(1)).toBeGreaterThan(0.015);
    expect(count(2)).toBeGreaterThan(0.015);
    expect(arrivals.length / 6000).toBeLessThan(0.96);
  });

  it('brings all snapshots on time when nothing is wrong', () => {
    const at = worldStart + slotSeconds;
    expect(calm.arrivalsAt(at)).toEqual([0, 1, 2, 3, 4, 5].map((position) => ({ position, snapshotAt: at })));
  });

  it('keeps the records of late snapshots at hand', () => {
    const at = worldStart + 300 * slotSeconds;
    const first = rowsAt(world, at - 2 * slotSeconds);
    rowsAt(world, at - slotSeconds);
    rowsAt(world, at);
    expect(rowsAt(world, at - 2 * slotSeconds)).toEqual(first);
  });

  it('has one outage of every device in ten days, and tells of each of its subscribers', () => {
    expect(outages).toHaveLength(6);
    for (const outage of outages) {
      expect(outage.length).toBeGreaterThan(20);
      expect(outage.every(({ benign, nominal }) => benign && nominal === '')).toBe(true);
    }
  });

  it('has no records of them while it lasts, and new sessions afterwards', () => {
    for (const outage of outages) {
      const { phases } = outage[0]!;
      const [down] = phases;
      const affected = new Set(outage.map(({ subscriber }) => subscriber));
      const within = Math.ceil(down!.from / slotSeconds) * slotSeconds;
      const left = rowsAt(world, within).filter((row) => affected.has(row.subscriber));
      // Sessions that ended by themselves just before it, on another device, are still reported.
      expect(left.filter((row) => row.endedAt === 0 || row.endedAt >= down!.from)).toEqual([]);
      const back = Math.ceil((down!.to + 300) / slotSeconds) * slotSeconds;
      const own = rowsAt(world, back).filter((row) => affected.has(row.subscriber));
      expect(own.length).toBeGreaterThan(0.8 * affected.size);
      expect(own.filter((row) => row.startedAt < down!.from)).toEqual([]);
    }
  });

  it('has a third of all subscribers download more on an update day, and say so', () => {
    const updates = incidents.filter((incident) => incident.kind === 'update-day');
    expect(updates.length).toBeGreaterThan(75);
    expect(updates.length).toBeLessThan(130);
    expect(new Set(updates.map(({ onset }) => Math.floor(onset / day))).size).toBe(1);
    for (const { downFactor, upFactor } of updates) {
      expect(downFactor >= 3 && downFactor <= 8 && upFactor >= 1.1 && upFactor <= 1.3).toBe(true);
    }
  });

  it('tells a plan and a type of each subscriber', () => {
    for (let position = 0; position < 300; position++) {
      expect(world.planOf(position)).toMatch(world.typeOf(position) === 'J' ? /^J1[012]$/ : /^P\d$/);
    }
    expect(new Set(Array.from({ length: 300 }, (_, position) => world.planOf(position))).size).toBeGreaterThan(8);
  });

  it('makes up for an outage right after it', () => {
    const ratios = outages.flatMap((outage) => {
      const [, rush] = outage[0]!.phases;
      const at = Math.ceil((rush!.from + 900) / slotSeconds) * slotSeconds;
      const rateOf = (of: typeof world): number => {
        const affected = new Set(outage.map(({ subscriber }) => subscriber));
        const own = rowsAt(of, at).filter((row) => affected.has(row.subscriber) && row.endedAt === 0);
        const before = new Map(rowsAt(of, at - slotSeconds).map((row) => [`${row.subscriber} ${row.startedAt}`, row]));
        return mean(
          own.map((row) => {
            if (kind === 'flat') return row.downCounter / row.ageSeconds;
            return row.downCounter - (before.get(`${row.subscriber} ${row.startedAt}`)?.downCounter ?? row.downCounter);
          }),
        );
      };
      return [rateOf(world) / rateOf(calm)];
    });
    expect(mean(ratios)).toBeGreaterThan(1.2);
    expect(mean(ratios)).toBeLessThan(4);
  });
});
