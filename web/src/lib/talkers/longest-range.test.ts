import { describe, expect, it } from 'vitest';
import { longestRange } from './longest-range.ts';

const day = 86_400_000;
const refused = (extensions: Record<string, unknown>) => ({
  kind: 'failed' as const,
  title: '',
  detail: '',
  requestId: null,
  extensions,
});

describe('the longest range of top talkers', () => {
  it('is the part of the range that the server can count, in whole hours', () => {
    const fault = refused({ code: 'RANGE_TOO_LARGE', given: 20_000_000, most: 5_000_000 });
    expect(longestRange(fault, { from: 0, to: 7 * day })).toEqual({ seconds: 42 * 3600, preset: '24h' });
  });

  it('has no range to choose where not even an hour can be counted', () => {
    const fault = refused({ code: 'RANGE_TOO_LARGE', given: 50_000_000, most: 5_000_000 });
    expect(longestRange(fault, { from: 0, to: day / 24 })).toEqual({ seconds: 0, preset: null });
  });

  it('is nothing for another fault', () => {
    expect(longestRange(refused({ code: 'BAD_USER_INPUT' }), { from: 0, to: day })).toBeNull();
    expect(longestRange(null, { from: 0, to: day })).toBeNull();
  });
});
