import { describe, expect, it } from 'vitest';
import { bytesPerSubscriber, perSubscriber, SubscriberColumns } from './subscriber-columns.ts';

const shapes = {
  mean: perSubscriber(Float32Array, 2),
  profile: perSubscriber(Int16Array, 48),
  flag: perSubscriber(Uint8Array),
};

function filled(subscribers: number): SubscriberColumns<typeof shapes> {
  const columns = new SubscriberColumns(shapes);
  columns.ensure(subscribers);
  const { mean, profile, flag } = columns.arrays;
  for (let at = 0; at < subscribers; at++) {
    mean[2 * at] = at / 7;
    profile[48 * at + 47] = at % 30_000;
    flag[at] = at % 200;
  }
  return columns;
}

describe('SubscriberColumns', () => {
  it('says what a subscriber costs', () => {
    expect(bytesPerSubscriber(shapes)).toBe(2 * 4 + 48 * 2 + 1);
  });

  it('keeps everything when it grows, and says that its arrays are others', () => {
    const columns = filled(3000);
    const before = columns.save(3000);
    const { mean } = columns.arrays;
    expect(columns.ensure(3000)).toBe(false);
    expect(columns.arrays.mean).toBe(mean);
    expect(columns.ensure(3001)).toBe(true);
    expect(columns.arrays.mean).not.toBe(mean);
    expect(columns.arrays.mean.length).toBeGreaterThanOrEqual(2 * 3001);
    expect(columns.save(3000)).toEqual(before);
    expect(columns.arrays.profile[48 * 3000 + 47]).toBe(0);
  });

  it.each([0, 1, 1024, 1025, 5000])(
    'is the same after it was saved and restored with %i subscribers',
    (subscribers) => {
      const saved = filled(subscribers).save(subscribers);
      const restored = new SubscriberColumns(shapes);
      restored.restore(saved, subscribers);
      expect(restored.save(subscribers)).toEqual(saved);
      restored.ensure(subscribers + 1);
      expect(restored.arrays.flag[subscribers]).toBe(0);
    },
  );

  it('is saved as a copy', () => {
    const columns = filled(10);
    const saved = columns.save(10);
    columns.arrays.flag[3] = 99;
    expect(saved.get('flag')![3]).toBe(3);
  });

  it('makes room before it is saved: new subscribers may have come since the last slot', () => {
    expect(new SubscriberColumns(shapes).save(2000).get('flag')).toHaveLength(2000);
  });

  it('does not take a column that is missing, of another kind or length, or that it does not know', () => {
    const saved = filled(10).save(10);
    const restoring = (change: (columns: typeof saved) => void, subscribers = 10) => {
      const columns = new Map(saved);
      change(columns);
      return () => new SubscriberColumns(shapes).restore(columns, subscribers);
    };
    expect(restoring((columns) => columns.delete('flag'))).toThrow(
      'has no column flag, expected 10 entries of Uint8Array',
    );
    expect(restoring((columns) => columns.set('flag', new Int8Array(10)))).toThrow(
      'has 10 entries of Int8Array as flag, expected 10 entries of Uint8Array',
    );
    expect(restoring(() => undefined, 11)).toThrow('has 20 entries of Float32Array as mean, expected 22 entries');
    expect(restoring((columns) => columns.set('extra', new Int8Array(10)))).toThrow(
      'has the column extra, expected none of this name',
    );
  });
});
