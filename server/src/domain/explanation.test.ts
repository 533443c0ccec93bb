import { describe, expect, it } from 'vitest';
import { explain } from './explanation.ts';
import { bytesPerSecond } from './traffic.ts';

const expected = {
  lowUp: bytesPerSecond(0),
  usualUp: bytesPerSecond(10_000),
  highUp: bytesPerSecond(125_000),
  lowDown: bytesPerSecond(1250),
  usualDown: bytesPerSecond(2500),
  highDown: bytesPerSecond(12_500_000),
};
const observed = {
  openedAt: 1_704_074_400,
  detectedAt: 1_704_076_200,
  upBytesPerSecond: bytesPerSecond(68_333_333),
  downBytesPerSecond: bytesPerSecond(124_937.5),
  expected,
  score: 7.25,
  slots: 3,
};

describe('explain', () => {
  it.each([
    [
      'upload-surge',
      'Uploaded 547 Mbit/s (usually 0 bit/s to 1 Mbit/s) from 2024-01-01 02:00 to 02:30, 3 slots in a row outside the usual band, at least 7.3 spreads above the mean.',
    ],
    [
      'download-surge',
      'Downloaded 1 Mbit/s (usually 10 kbit/s to 100 Mbit/s) from 2024-01-01 02:00 to 02:30, 3 slots in a row outside the usual band, at least 7.3 spreads above the mean.',
    ],
  ] as const)('says in one sentence why a %s is one', (kind, sentence) => {
    expect(explain({ ...observed, kind })).toBe(sentence);
  });

  it('names both directions of a takeover', () => {
    expect(explain({ ...observed, kind: 'volume-takeover' })).toContain(
      'Uploaded 547 Mbit/s (usually 0 bit/s to 1 Mbit/s) and downloaded 1 Mbit/s (usually 10 kbit/s to 100 Mbit/s) from',
    );
  });

  it('names both days when the run began before midnight', () => {
    const overnight = {
      ...observed,
      kind: 'upload-surge',
      openedAt: 1_704_066_600,
      detectedAt: 1_704_068_400,
    } as const;
    expect(explain(overnight)).toContain('from 2023-12-31 23:50 to 2024-01-01 00:20,');
  });
});
