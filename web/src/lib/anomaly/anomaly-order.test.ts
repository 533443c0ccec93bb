import { describe, expect, it } from 'vitest';
import { newestFirst, precedes } from './anomaly-order.ts';
import { rowOf } from './row-fixture.ts';

const info = rowOf({ id: 'i', severity: 'INFO', score: 9, detectedAt: '2024-01-03T00:00:00Z' });
const old = rowOf({ id: 'o', severity: 'CRITICAL', score: 5, detectedAt: '2024-01-01T00:00:00Z' });
const late = rowOf({ id: 'l', severity: 'CRITICAL', score: 7, detectedAt: '2024-01-02T00:00:00Z' });

const ordered = (order: Parameters<typeof precedes>[2]) =>
  [old, info, late]
    .toSorted((a, b) => (precedes(a, b, order) ? -1 : 1))
    .map(({ id }) => id)
    .join('');

describe('the order of rows', () => {
  it('is by detection, newest first, unless another one is asked for', () => {
    expect(ordered(newestFirst)).toBe('ilo');
    expect(ordered([{ field: 'SCORE', direction: 'ASC' }])).toBe('oli');
  });

  it('goes by the next step among equals', () => {
    expect(
      ordered([
        { field: 'SEVERITY', direction: 'DESC' },
        { field: 'DETECTED_AT', direction: 'ASC' },
      ]),
    ).toBe('oli');
  });

  it('goes by id at last, ascending either way', () => {
    const twin = { ...late, id: 'm' };
    expect([precedes(late, twin, newestFirst), precedes(twin, late, newestFirst)]).toEqual([true, false]);
    expect(precedes(late, twin, [{ field: 'SCORE', direction: 'ASC' }])).toBe(true);
  });
});
