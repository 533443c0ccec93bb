/** The shape of the real world's records: sessions, counters, order of asking, who is there. */
import { describe, expect, it } from 'vitest';
import { usualNetworkEvents } from '../network-events.ts';
import { groupBy, realWorldOf, rowsAt, rowsOfSlots, slotSeconds, worldStart } from '../world.fixture.ts';

/** Busy on purpose: the rules below must hold in outages and attacks too. */
const busy = { attacksPerDay: 60, lookAlikesPerDay: 60, networkEvents: { ...usualNetworkEvents, outageEveryDays: 2 } };
const days = 12;
const world = realWorldOf(busy);
const rows = rowsOfSlots(world, 0, days * 144);
const sessions = [...groupBy(rows, (row) => `${row.subscriber} ${row.startedAt}`).values()];
const units = world.options.devices.map((device) => (device.unit === 'bits' ? 8 : 1));

describe('real world', () => {
  it('gives the same records for the same seed and others for another', () => {
    const again = rowsOfSlots(realWorldOf(busy), 0, 30);
    expect(again).toEqual(rows.slice(0, again.length));
    expect(rowsOfSlots(realWorldOf({ ...busy, seed: 8 }), 0, 1)).not.toEqual(again.slice(0, 300));
  });

  it('gives a slot the same records in any order of asking', () => {
    const other = realWorldOf(busy);
    const expected = groupBy(rows, (row) => row.snapshotAt);
    // Backwards, two at a time, a week to the day ahead, and around midnight.
    for (const slot of [1700, 3, 4, 1011, 899, 1727, 0, 720, 719, 718, 721]) {
      const snapshotAt = worldStart + (slot + 1) * slotSeconds;
      expect(rowsAt(other, snapshotAt)).toEqual(expected.get(snapshotAt));
    }
  });

  it('keeps the records of a subscriber when the network grows', () => {
    const small = rowsOfSlots(realWorldOf({ subscribers: 50 }), 0, 20);
    const large = rowsOfSlots(realWorldOf({ subscribers: 200 }), 0, 20).filter((row) => row.subscriber < 50);
    expect(large).toEqual(small);
  });

  it('never lets a counter fall within a session, and counts in whole bytes or bits', () => {
    for (const session of sessions) {
      session.slice(1).forEach((row, index) => {
        expect(row.upCounter).toBeGreaterThanOrEqual(session[index]!.upCounter);
        expect(row.downCounter).toBeGreaterThanOrEqual(session[index]!.downCounter);
      });
    }
    const broken = rows.filter((row) => row.upCounter % units[row.device]! || row.downCounter % units[row.device]!);
    expect(broken).toEqual([]);
  });

  it('reports every open session in every snapshot and its end exactly once, in the next one', () => {
    const undisturbed = rowsOfSlots(realWorldOf({ attacksPerDay: 60 }), 0, days * 144);
    for (const session of groupBy(undisturbed, (row) => `${row.subscriber} ${row.startedAt}`).values()) {
      const first = session[0]!.snapshotAt;
      expect(session.map((row) => row.snapshotAt)).toEqual(session.map((_, index) => first + index * slotSeconds));
      expect(session.slice(0, -1).every((row) => row.endedAt === 0)).toBe(true);
      const last = session.at(-1)!;
      const stillOpen = last.endedAt === 0 && last.snapshotAt === worldStart + days * 86_400;
      const endedInTime = last.endedAt > last.snapshotAt - slotSeconds && last.endedAt <= last.snapshotAt;
      expect(stillOpen || endedInTime).toBe(true);
    }
  });

  it('counts the age of a session to the snapshot, or to its end', () => {
    expect(rows.filter((row) => row.ageSeconds !== (row.endedAt || row.snapshotAt) - row.startedAt)).toEqual([]);
    expect(rows.filter((row) => row.ageSeconds < 1)).toEqual([]);
  });

  it('has sessions of three hours to a week, a third of them longer than a day', () => {
    const whole = rowsOfSlots(realWorldOf({ subscribers: 200 }), 0, 20 * 144).filter((row) => row.endedAt > 0);
    const hours = whole.map((row) => row.ageSeconds / 3600);
    expect(Math.max(...hours)).toBeLessThanOrEqual(168);
    expect(Math.max(...hours)).toBeGreaterThan(120);
    expect(hours.filter((length) => length < 3).length).toBeLessThan(0.02 * hours.length);
    expect(hours.filter((length) => length > 24).length).toBeGreaterThan(0.3 * hours.length);
  });

  it('keeps everyone on his home device', () => {
    expect(rows.filter((row) => row.device !== world.population.home[row.subscriber])).toEqual([]);
  });

  it('never uses a session id twice at once on a device', () => {
    const open = rowsAt(realWorldOf({ subscribers: 3000 }), worldStart + slotSeconds).filter((row) => !row.endedAt);
    expect(groupBy(open, (row) => `${row.device} ${row.session}`).size).toBe(open.length);
  });

  it('loses one or two in a hundred subscribers a week, and gains as many', () => {
    const large = realWorldOf({ subscribers: 20_000 });
    const there = (week: number): Set<number> =>
      new Set(rowsAt(large, worldStart + week * 7 * 86_400).map((row) => row.subscriber));
    const [before, after] = [there(0), there(1)];
    const left = [...before].filter((subscriber) => !after.has(subscriber)).length / 20_000;
    const came = [...after].filter((subscriber) => !before.has(subscriber)).length / 20_000;
    expect(left).toBeGreaterThan(0.01);
    expect(left).toBeLessThan(0.02);
    expect(came).toBeGreaterThan(0.01);
    expect(came).toBeLessThan(0.02);
  });
});
