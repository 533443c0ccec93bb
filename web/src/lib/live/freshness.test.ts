import { describe, expect, it } from 'vitest';
import { freshnessOf, lagOf, readSighting, writeSighting } from './freshness.ts';

const minute = 60_000;
const hour = 60 * minute;
const slotMs = 10 * minute;
const now = Date.parse('2024-01-08T12:00:00Z');

describe('the freshness of data', () => {
  it('is fresh while the next slot is not overdue', () => {
    expect(freshnessOf(0, slotMs)).toBe('fresh');
    expect(freshnessOf(15 * minute, slotMs)).toBe('fresh');
  });

  it('is late once it is, and stale when more than two slots are missing', () => {
    expect(freshnessOf(16 * minute, slotMs)).toBe('late');
    expect(freshnessOf(20 * minute, slotMs)).toBe('late');
    expect(freshnessOf(20 * minute + 1, slotMs)).toBe('stale');
  });
});

describe('the time without anything new', () => {
  it('runs from when the data last moved, in whatever zone its clock is', () => {
    for (const zone of [-6, 0, 5.5, 13]) {
      expect(lagOf({ asOf: now + zone * hour, seenAt: now - 12 * minute }, now)).toBe(12 * minute);
    }
  });

  it('is the age of the data when no zone can explain it, also on the first look', () => {
    expect(lagOf({ asOf: now - 72 * hour, seenAt: now }, now)).toBe(72 * hour);
  });

  it('is never below nothing, whatever the reader’s clock says', () => {
    expect(lagOf({ asOf: now, seenAt: now + hour }, now)).toBe(0);
  });
});

describe('what is kept of it over a reload', () => {
  it('is read as it was written', () => {
    expect(readSighting(writeSighting({ asOf: now, seenAt: now + 5 }))).toEqual({ asOf: now, seenAt: now + 5 });
  });

  it.each([null, '', 'nonsense', '1 2 3', '17'])('is nothing of %j', (text) => {
    expect(readSighting(text)).toBeNull();
  });
});
