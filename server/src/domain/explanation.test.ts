import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clock, explain, oneIn, percent, range, volume, type Observed } from './explanation.ts';
import { bytesPerSecond } from './traffic.ts';

const slotStart = Date.parse('2026-03-05T14:00:00Z') / 1000;

const observed: Observed = {
  kind: 'upload-surge',
  slotStart,
  slotSeconds: 600,
  seconds: 600,
  openedAt: slotStart - 14 * 600,
  upBytesPerSecond: 812_345,
  downBytesPerSecond: 65_432,
  expected: {
    lowUp: bytesPerSecond(2_000),
    usualUp: bytesPerSecond(9_000),
    highUp: bytesPerSecond(41_000),
    lowDown: bytesPerSecond(20_000),
    usualDown: bytesPerSecond(60_000),
    highDown: bytesPerSecond(260_000),
  },
  uploadShare: 0.9254,
  usualUploadShare: 0.13,
  comparison: { cohort: 'on plan P3 (persons)', shareBelow: 0.99914 },
  score: 4.6,
  slots: 15,
};

describe('explain', () => {
  it('says why an upload surge is one', () => {
    expect(explain(observed)).toBe(
      'Uploaded 487 MB between 2026-03-05 14:00 and 14:10, usually 1.2 to 25 MB at this hour; ' +
        'more upload than 99.914 % of the slots of subscribers on plan P3 (persons); ' +
        'upload share 93 %, usually 13 %; 15 slots in a row; as much on one day in 40,000 of a usual subscriber.',
    );
  });

  it('says why a burst is one', () => {
    expect(explain({ ...observed, kind: 'burst', slots: 1, score: 6.2 })).toBe(
      'Uploaded 487 MB between 2026-03-05 14:00 and 14:10, usually 1.2 to 25 MB at this hour; ' +
        'more upload than 99.914 % of the slots of subscribers on plan P3 (persons); ' +
        'upload share 93 %, usually 13 %; one slot; as much on one day in more than 1,000,000 of a usual subscriber.',
    );
  });

  it('says why a takeover is one, without a comparison when there is none', () => {
    expect(
      explain({ ...observed, kind: 'volume-takeover', slots: 5, comparison: null, downBytesPerSecond: 6_543_210 }),
    ).toBe(
      'Uploaded 487 MB and downloaded 3.93 GB between 2026-03-05 14:00 and 14:10, ' +
        'usually 1.2 to 25 MB and 12 to 160 MB at this hour; ' +
        'upload share 93 %, usually 13 %; five slots in a row; as much on one day in 40,000 of a usual subscriber.',
    );
  });

  it('says why a slow creep is one', () => {
    expect(explain({ ...observed, kind: 'slow-creep', slots: 36, score: 12 })).toBe(
      'Uploaded 487 MB and downloaded 39.3 MB after hours of slow growth between 2026-03-05 14:00 and 14:10, ' +
        'usually 1.2 to 25 MB and 12 to 160 MB at this hour; ' +
        'more upload than 99.914 % of the slots of subscribers on plan P3 (persons); ' +
        'upload share 93 %, usually 13 %; 36 slots in a row; ' +
        'as much on one day in more than 1,000,000 of a usual subscriber.',
    );
  });

  it('says why a silence is one, which is no matter of comparison', () => {
    expect(
      explain({
        ...observed,
        kind: 'silence',
        upBytesPerSecond: 0.2,
        downBytesPerSecond: 0.3,
        uploadShare: 0.4,
        slots: 12,
        score: 5.04,
      }),
    ).toBe(
      'Moved 300 bytes although connected between 2026-03-05 14:00 and 14:10, ' +
        'usually 1.2 to 25 MB and 12 to 160 MB at this hour; ' +
        'upload share 40 %, usually 13 %; twelve slots in a row; as much on one day in 110,000 of a usual subscriber.',
    );
  });
});

describe('explain, of a slot that sessions covered in part', () => {
  it('tells of the bytes that were moved, and of those usual in the same time', () => {
    expect(explain({ ...observed, seconds: 60 })).toMatch(
      /^Uploaded 48.7 MB between 2026-03-05 14:00 and 14:10, usually 0.12 to 2.5 MB at this hour; /,
    );
  });
});

describe('percent', () => {
  it.each([
    [0, '0 %'],
    [1e-9, '0 %'],
    [0.0014, '0.14 %'],
    [0.5, '50 %'],
    [0.987, '99 %'],
    [0.99, '99 %'],
    [0.995, '99.5 %'],
    [0.9999, '99.99 %'],
    [0.99999, '99.999 %'],
    [0.99999999, '99.9999 %'],
    [1, '100 %'],
  ])('writes %d as %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it('never says 100 % for less than all, and never more than there is above 99 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (share) => {
        const said = Number(percent(share).replace(' %', ''));
        expect(said).toBeLessThan(100);
        expect(Math.abs(said - 100 * share)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0.9901, max: 1, maxExcluded: true, noNaN: true }), (share) => {
        expect(Number(percent(share).replace(' %', ''))).toBeLessThanOrEqual(100 * share + 1e-9);
      }),
    );
  });
});

describe('volume', () => {
  it.each([
    [0, '0 bytes'],
    [999.4, '999 bytes'],
    [999.5, '1 kB'],
    [1234, '1.23 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [12_345_678, '12.3 MB'],
    [1e12, '1 TB'],
    [2.5e15, '2500 TB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(volume(bytes)).toBe(text);
  });
});

describe('range', () => {
  it.each([
    [0, 0, '0 to 0 bytes'],
    [100, 2e9, '0 to 2 GB'],
    [1_200, 3_400_000, '0.0012 to 3.4 MB'],
    [20e6, 300e6, '20 to 300 MB'],
    [900e6, 1.1e9, '0.9 to 1.1 GB'],
  ])('writes %d and %d in the unit of the upper end: %s', (low, high, text) => {
    expect(range(low, high)).toBe(text);
  });

  it('has one unit, and no number that nobody can read', () => {
    const anyBytes = fc.double({ min: 0, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        expect(range(Math.min(a, b), Math.max(a, b))).toMatch(/^[\d.]+ to [\d.]+ (bytes|kB|MB|GB|TB)$/);
      }),
    );
  });
});

describe('oneIn', () => {
  it.each([
    [2.4, '250'],
    [3.6, '4,000'],
    [6, '1,000,000'],
    [6, '1,000,000'],
    [40, 'more than 1,000,000'],
  ])('writes a score of %d as one in %s', (score, text) => {
    expect(oneIn(score)).toBe(text);
  });
});

describe('clock', () => {
  it('writes the data’s clock, whatever zone the reader is in', () => {
    expect(clock(slotStart)).toBe('2026-03-05 14:00');
  });
});
