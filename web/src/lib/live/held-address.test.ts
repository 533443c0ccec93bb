import { describe, expect, it } from 'vitest';
import { heldParameter, readHeld } from './held-address.ts';

describe('a held page', () => {
  it.each(['', 'paused=', 'paused=yes'])('moves on with an address like "%s"', (query) => {
    expect(readHeld(new URLSearchParams(query))).toBeNull();
  });

  it('is read from the address as it was written there', () => {
    const asOf = Date.UTC(2024, 0, 8, 14);
    const { paused } = heldParameter(asOf);
    expect(paused).toBe('2024-01-08T14:00:00Z');
    expect(readHeld(new URLSearchParams({ paused: paused! }))).toBe(asOf);
    expect(heldParameter(null)).toEqual({ paused: null });
  });
});
