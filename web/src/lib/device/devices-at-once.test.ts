import { describe, expect, it } from 'vitest';
import { devicesAtOnce } from './devices-at-once.ts';

const slotMs = 600_000;
const day = 86_400_000;
const days = (count: number) => ({ from: 0, to: count * day });

describe('the devices of one question', () => {
  it('are all that a page takes for two days of slots and for weeks of hours', () => {
    expect(devicesAtOnce(days(1), slotMs)).toEqual({ first: 500, resolution: 'TEN_MINUTES' });
    expect(devicesAtOnce(days(7), slotMs)).toEqual({ first: 476, resolution: 'HOUR' });
  });

  it('are fewer the longer the range is, and one at least', () => {
    expect(devicesAtOnce(days(30), slotMs)).toEqual({ first: 111, resolution: 'HOUR' });
    expect(devicesAtOnce(days(400), slotMs).first).toBe(8);
    expect(devicesAtOnce(days(10_000), slotMs).first).toBe(1);
  });

  it('are no more than there is room for', () => {
    expect(devicesAtOnce(days(1), slotMs, 24).first).toBe(24);
    expect(devicesAtOnce({ from: 5, to: 5 }, slotMs, 24)).toEqual({ first: 24, resolution: 'TEN_MINUTES' });
  });
});
