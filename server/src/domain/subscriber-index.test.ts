import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SubscriberIndex } from './subscriber-index.ts';

describe('SubscriberIndex', () => {
  it('gives each id the index of its first appearance, like a Map', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), { maxLength: 200 }), (ids) => {
        const index = new SubscriberIndex();
        const reference = new Map<string, number>();
        for (const id of ids) {
          const expected = reference.get(id) ?? reference.size;
          reference.set(id, expected);
          expect(index.indexOf(id)).toBe(expected);
        }
        expect(index.size).toBe(reference.size);
        for (const [id, at] of reference) expect(index.idOf(at)).toBe(id);
      }),
      { seed: 1 },
    );
  });

  it('keeps 200,000 ids apart through every growth of its tables', () => {
    const index = new SubscriberIndex();
    let misplaced = 0;
    for (let n = 0; n < 200_000; n++) if (index.indexOf(String(n * 7)) !== n) misplaced++;
    expect(misplaced).toBe(0);
    for (let n = 0; n < 200_000; n += 997) expect(index.idOf(n)).toBe(String(n * 7));
    expect(index.indexOf('7')).toBe(1);
  });

  it('copies the bytes of an id for encoders', () => {
    const index = new SubscriberIndex();
    const target = new Uint8Array(8);
    expect(index.copyIdInto(index.indexOf('4114'), target, 2)).toBe(4);
    expect([...target]).toEqual([0, 0, 52, 49, 49, 52, 0, 0]);
  });

  it('says what is wrong with an id that is empty or too long', () => {
    const index = new SubscriberIndex();
    expect(() => index.indexOf('')).toThrow('0 bytes, expected 1 to 255');
    expect(() => index.indexOf('x'.repeat(256))).toThrow('256 bytes, expected 1 to 255');
  });

  it('gives the same indexes after it was saved and restored, and goes on from there', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), { maxLength: 300 });
    fc.assert(
      fc.property(ids, fc.nat(300), (all, cut) => {
        const index = new SubscriberIndex();
        for (const id of all.slice(0, cut)) index.indexOf(id);
        const restored = new SubscriberIndex();
        restored.restore(index.save());
        expect(restored.save()).toEqual(index.save());
        for (const id of all) expect(restored.indexOf(id)).toBe(index.indexOf(id));
        for (const [at, id] of all.entries()) expect(restored.idOf(at)).toBe(id);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it('does not take ids that it has under other indexes, nor the same one twice, nor what is cut short', () => {
    const index = new SubscriberIndex();
    for (const id of ['a', 'bb', 'c']) index.indexOf(id);
    const { columns } = index.save();
    const other = new SubscriberIndex();
    other.indexOf('bb');
    expect(() => other.restore({ columns, records: null })).toThrow('has no new id at index 0');
    const full = new SubscriberIndex();
    for (const id of ['a', 'bb', 'c', 'd']) full.indexOf(id);
    expect(() => full.restore({ columns, records: null })).toThrow('has 3 subscribers, and 4 are known');
    const [ids, lengths] = [columns.get('ids')!, columns.get('lengths')!];
    const restoring = (some: [string, typeof ids][]) => () =>
      new SubscriberIndex().restore({ columns: new Map(some), records: null });
    expect(
      restoring([
        ['ids', Uint8Array.of(97, 97)],
        ['lengths', Uint8Array.of(1, 1)],
      ]),
    ).toThrow('at index 1');
    expect(
      restoring([
        ['ids', ids.slice(0, 3)],
        ['lengths', lengths],
      ]),
    ).toThrow('at index 2');
    expect(restoring([['ids', ids]])).toThrow('has no subscriber ids');
  });

  it('has nothing left of an id that was erased, also in its state; the others keep their index', () => {
    const index = new SubscriberIndex();
    const ids = Array.from({ length: 5000 }, (_, n) => `s${n}`);
    for (const id of ids) index.indexOf(id);
    for (const id of ['s7', 's4999', 's0']) index.erase(index.find(id)!);
    const restored = new SubscriberIndex();
    restored.restore(index.save());
    for (const one of [index, restored]) {
      expect(['s7', 's4999', 's0', 'nobody'].map((id) => one.find(id))).toEqual([null, null, null, null]);
      expect(one.find('s8')).toBe(8);
      expect(one.indexOf('s4998')).toBe(4998);
      expect(Buffer.from(one.save().columns.get('ids')!.buffer).includes('s4999')).toBe(false);
      // Whoever comes with the id later is somebody new.
      expect([one.indexOf('s7'), one.size]).toEqual([5000, 5001]);
      for (let n = 0; n < 5000; n++) one.indexOf(`later ${n}`);
      expect(one.find('s7')).toBe(5000);
      expect(one.find('s0')).toBeNull();
    }
  });
});
