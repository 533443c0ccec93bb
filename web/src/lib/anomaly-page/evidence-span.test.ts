import { expect, it } from 'vitest';
import { spanOfSlots, within } from './evidence-span.ts';

const start = Date.parse('2024-01-01T00:00:00Z');
const slot = 600_000;

it('spans slots from the start of the first to the end of the last', () => {
  const slots = ['2024-01-01T00:00:00Z', '2024-01-01T00:20:00Z'].map((at) => ({ start: at }));
  expect(spanOfSlots(slots, slot)).toEqual({ from: start, to: start + 3 * slot });
  expect(spanOfSlots([], slot)).toBeNull();
});

it('keeps the rows of a part, its end left out', () => {
  const rows = [0, 1, 2].map((n) => ({ at: start + n * slot }));
  expect(within(rows, { from: start + slot, to: start + 2 * slot })).toEqual([rows[1]]);
});
