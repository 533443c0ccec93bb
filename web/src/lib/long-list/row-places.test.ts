import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowPlaces } from './row-places.ts';

const named = (...ids: string[]) => {
  const places = new RowPlaces(10);
  places.list(ids);
  return places;
};

describe('the places of rows', () => {
  it('are a guess until a row was drawn, and then one that the first of them taught', () => {
    const places = named('a', 'b', 'c', 'd');
    expect([places.start(2), places.height]).toEqual([20, 40]);
    expect(
      places.measure(
        new Map([
          [0, 30],
          [1, 50],
        ]),
      ),
    ).toBe(true);
    expect([1, 2, 3, 4].map((index) => places.start(index))).toEqual([30, 80, 120, 160]);
    places.measure(new Map([[2, 100]]));
    expect([3, 4].map((index) => places.start(index))).toEqual([180, 220]);
  });

  it('do not change when a row is as high as it was', () => {
    const places = named('a', 'b');
    places.measure(new Map([[0, 25]]));
    expect(places.measure(new Map([[0, 25]]))).toBe(false);
    expect(places.measure(new Map([[1, 0]]))).toBe(false);
  });

  it('keep heights with their rows when rows come in before them or go', () => {
    const places = named('a', 'b', 'c');
    places.measure(
      new Map([
        [0, 30],
        [1, 50],
        [2, 40],
      ]),
    );
    places.list(['new', 'a', 'c']);
    expect([1, 2, 3].map((index) => places.start(index))).toEqual([40, 70, 110]);
    expect([places.indexOf('a'), places.indexOf('b')]).toEqual([1, -1]);
  });

  it('are those of nothing in an empty list', () => {
    const places = named();
    expect([places.height, places.at(0), places.start(3)]).toEqual([0, -1, 0]);
  });

  it('lead from every pixel to the row that covers it', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 50 });
    const property = fc.property(heights, fc.nat(), (given, at) => {
      const places = named(...given.map((_, n) => String(n)));
      places.measure(new Map(given.entries()));
      const offset = at % places.height;
      const index = places.at(offset);
      expect(places.start(index)).toBeLessThanOrEqual(offset);
      expect(places.start(index + 1)).toBeGreaterThan(offset);
      expect(places.at(-1)).toBe(0);
      expect(places.at(places.height + at)).toBe(given.length - 1);
    });
    fc.assert(property);
  });
});
