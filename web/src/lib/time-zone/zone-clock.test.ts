import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, isZone, nextRoundTime, wallClockAt } from './zone-clock.ts';

const at = (text: string) => Date.parse(text);
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Cairo'];
const hour = 3_600_000;

describe('the clock of a zone', () => {
  it('shows summer time in summer', () => {
    expect(wallClockAt(at('2024-01-08T12:00:00Z'), 'Europe/Berlin')).toBe(at('2024-01-08T13:00:00Z'));
    expect(wallClockAt(at('2024-07-08T12:00:00Z'), 'Europe/Berlin')).toBe(at('2024-07-08T14:00:00Z'));
    expect(wallClockAt(at('2024-01-08T12:00:00.250Z'), 'Asia/Kolkata')).toBe(at('2024-01-08T17:30:00.250Z'));
  });

  it('shows an hour twice when it goes back, and is read as the earlier or the later of them', () => {
    const wall = at('2024-10-27T02:30:00Z');
    expect(instantOf(wall, 'Europe/Berlin')).toBe(at('2024-10-27T00:30:00Z'));
    expect(instantOf(wall, 'Europe/Berlin', 'later')).toBe(at('2024-10-27T01:30:00Z'));
  });

  it('leaves an hour out when it goes forward; a time in it is read as one hour later', () => {
    const read = instantOf(at('2024-03-31T02:30:00Z'), 'Europe/Berlin');
    expect(wallClockAt(read, 'Europe/Berlin')).toBe(at('2024-03-31T03:30:00Z'));
  });

  it('is read back as it was shown, up to the hour that is shown twice', () => {
    const instant = fc.integer({ min: at('2023-01-01T00:00:00Z') / 1000, max: at('2026-01-01T00:00:00Z') / 1000 });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (second, zone) => {
        const wall = wallClockAt(second * 1000, zone);
        const readings = [instantOf(wall, zone), instantOf(wall, zone, 'later')];
        expect(readings).toContain(second * 1000);
        expect(readings.map((reading) => wallClockAt(reading, zone))).toEqual([wall, wall]);
      }),
      { seed: 20241027 },
    );
  });

  it('is known by its name', () => {
    expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, false, false]);
  });
});

describe('round times', () => {
  it('are found on the clock of the zone', () => {
    expect(nextRoundTime(at('2024-01-08T12:10:00Z'), hour, 'Asia/Kolkata')).toBe(at('2024-01-08T12:30:00Z'));
    expect(nextRoundTime(at('2024-01-08T12:30:00Z'), hour, 'Asia/Kolkata')).toBe(at('2024-01-08T12:30:00Z'));
    expect(nextRoundTime(at('2024-10-26T22:00:01Z'), 24 * hour, 'Europe/Berlin')).toBe(at('2024-10-27T23:00:00Z'));
  });

  it('include the start of a day that has no midnight', () => {
    expect(nextRoundTime(at('2024-04-25T12:00:00Z'), 24 * hour, 'Africa/Cairo')).toBe(at('2024-04-25T22:00:00Z'));
    expect(wallClockAt(at('2024-04-25T22:00:00Z'), 'Africa/Cairo')).toBe(at('2024-04-26T01:00:00Z'));
  });
});
