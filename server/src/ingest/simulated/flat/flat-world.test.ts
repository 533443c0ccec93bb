/** The shape of the records, slot by slot: sessions, devices, order and repeatability. */
import { describe, expect, it } from 'vitest';
import { simulatedDevices } from '../simulated-devices.ts';
import { groupBy, mean, rowsAt, rowsOfSlots, slotSeconds, flatWorldOf, worldStart } from '../world.fixture.ts';

/** Busy on purpose: incidents cut sessions, and the rules below must hold for those too. */
const busy = { attacksPerDay: 60, lookAlikesPerDay: 60 };
const days = 12;
const rows = rowsOfSlots(flatWorldOf(busy), 0, days * 144);
const bySubscriber = groupBy(rows, (row) => row.subscriber);
const sessions = groupBy(rows, (row) => `${row.subscriber} ${row.startedAt}`);

describe('flat world', () => {
  it('gives the same records for the same seed and others for another', () => {
    const again = rowsOfSlots(flatWorldOf(busy), 0, 100);
    expect(again).toEqual(rows.slice(0, again.length));
    expect(rowsOfSlots(flatWorldOf({ ...busy, seed: 8 }), 0, 1)).not.toEqual(again.slice(0, 300));
  });

  it('gives a slot the same records in any order of asking', () => {
    const world = flatWorldOf(busy);
    const expected = groupBy(rows, (row) => row.snapshotAt);
    for (const slot of [1700, 3, 4, 900, 899, 1727, 0, 720, 719]) {
      const snapshotAt = worldStart + (slot + 1) * slotSeconds;
      expect(rowsAt(world, snapshotAt)).toEqual(expected.get(snapshotAt));
    }
  });

  it('keeps the records of a subscriber when the network grows', () => {
    const small = rowsOfSlots(flatWorldOf({ subscribers: 50 }), 0, 20);
    const large = rowsOfSlots(flatWorldOf({ subscribers: 200 }), 0, 20).filter((row) => row.subscriber < 50);
    expect(large).toEqual(small);
  });

  it('reports every open session in every snapshot and its end exactly once, in the next snapshot', () => {
    for (const session of sessions.values()) {
      const { startedAt } = session[0]!;
      const first = Math.max(worldStart + slotSeconds, (Math.floor(startedAt / slotSeconds) + 1) * slotSeconds);
      expect(session.map((row) => row.snapshotAt)).toEqual(session.map((_, index) => first + index * slotSeconds));
      expect(session.slice(0, -1).every((row) => row.endedAt === 0)).toBe(true);
      const last = session.at(-1)!;
      const stillOpen = last.endedAt === 0 && last.snapshotAt === worldStart + days * 86_400;
      const endedInTime = last.endedAt > last.snapshotAt - slotSeconds && last.endedAt <= last.snapshotAt;
      expect(stillOpen || endedInTime).toBe(true);
    }
  });

  it('counts the age of a session to the snapshot, or to its end', () => {
    const wrong = rows.filter((row) => row.ageSeconds !== (row.endedAt || row.snapshotAt) - row.startedAt);
    expect(wrong).toEqual([]);
    expect(rows.filter((row) => row.ageSeconds < 1)).toEqual([]);
  });

  it('lets a subscriber have one session at a time, with gaps of 15 to 114 seconds', () => {
    const gaps = [...bySubscriber.values()].flatMap((own) => {
      const ended = own.filter((row) => row.endedAt > 0).sort((a, b) => a.startedAt - b.startedAt);
      return ended.slice(1).map((row, index) => row.startedAt - ended[index]!.endedAt);
    });
    expect(gaps.length).toBeGreaterThan(5000);
    expect(Math.min(...gaps)).toBe(15);
    expect(Math.max(...gaps)).toBe(114);
  });

  it('makes sessions of 1 to 20 hours, evenly, when nothing cuts them', () => {
    const ended = rowsOfSlots(flatWorldOf({ subscribers: 200 }), 0, 20 * 144).filter((row) => row.endedAt > 0);
    const hours = ended.map((row) => row.ageSeconds / 3600);
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...hours)).toBeLessThanOrEqual(20);
    for (const limit of [5.75, 10.5, 15.25]) {
      const below = hours.filter((length) => length < limit).length / hours.length;
      expect(Math.abs(below - (limit - 1) / 19)).toBeLessThan(0.05);
    }
  });

  it('moves subscribers between their home device and its neighbours alone, evenly', () => {
    const population = flatWorldOf(busy).population;
    const visits = new Map<string, number>();
    for (const session of sessions.values()) {
      const { subscriber, device } = session[0]!;
      const step = device - population.home[subscriber]!;
      expect(Math.abs(step)).toBeLessThanOrEqual(1);
      expect(new Set(session.map((row) => row.device)).size).toBe(1);
      if (population.home[subscriber] === 2) visits.set(String(step), (visits.get(String(step)) ?? 0) + 1);
    }
    const counts = [...visits.values()];
    expect(counts).toHaveLength(3);
    for (const count of counts) expect(Math.abs(count / mean(counts) - 1)).toBeLessThan(0.2);
  });

  it('never uses a session id twice at once on a device, but does on two devices', () => {
    const records = rowsAt(flatWorldOf({ subscribers: 3000 }), worldStart + slotSeconds);
    const open = records.filter((row) => row.endedAt === 0);
    expect(groupBy(open, (row) => `${row.device} ${row.session}`).size).toBe(open.length);
    expect(new Set(open.map((row) => row.session)).size).toBeLessThan(open.length);
  });

  it('counts in whole bits on devices 66.1 to 66.3 and in whole bytes on the others', () => {
    for (const row of rows.slice(0, 5000)) {
      const unit = simulatedDevices.flat[row.device]!.unit === 'bits' ? 8 : 1;
      expect(row.upCounter % unit).toBe(0);
      expect(row.downCounter % unit).toBe(0);
    }
    const odd = rows.filter((row) => simulatedDevices.flat[row.device]!.unit === 'bytes' && row.upCounter % 8 !== 0);
    expect(odd.length).toBeGreaterThan(1000);
  });

  it('reports 0/0 below ten seconds of age and traffic in both directions from then on', () => {
    const silent = rows.filter((row) => row.upCounter === 0 && row.downCounter === 0);
    expect(silent.length).toBeGreaterThan(20);
    expect(silent.every((row) => row.ageSeconds < 10)).toBe(true);
    expect(rows.filter((row) => row.ageSeconds >= 10 && (row.upCounter <= 0 || row.downCounter <= 0))).toEqual([]);
  });

  it('gives subscribers distinct numbers of four or five digits with gaps between them', () => {
    const world = flatWorldOf({ subscribers: 10_000 });
    const numbers = Array.from({ length: 10_000 }, (_, position) => world.subscriberId(position));
    expect(new Set(numbers).size).toBe(10_000);
    expect(numbers.every((number) => /^\d{4,5}$/.test(number))).toBe(true);
  });
});
