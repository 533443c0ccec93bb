import { describe, expect, it } from 'vitest';
import { orderOf, pressed, readSorting, sortParameter } from './sorting.ts';

const read = (query: string) => readSorting(new URLSearchParams(query));

describe('what a list is sorted by', () => {
  it.each(['', 'sort=detected,asc', 'sort=severity', 'sort=score,asc'])(
    'is in the address and comes back: "%s"',
    (query) => {
      const parameter = sortParameter(read(query));
      expect(parameter === null ? '' : `sort=${parameter}`).toBe(query);
    },
  );

  it.each(['sort=', 'sort=colour', 'sort=toString', 'range=7d'])('is as usual for "%s"', (query) => {
    expect(read(query)).toEqual({ by: 'detected', descending: true });
  });

  it('is turned round by a second press of the same column, and as usual after the third', () => {
    const first = pressed('severity', read(''));
    const second = pressed('severity', first);
    expect([first, second]).toEqual([
      { by: 'severity', descending: true },
      { by: 'severity', descending: false },
    ]);
    expect(pressed('severity', second)).toEqual(read(''));
    expect(pressed('opened', second)).toEqual({ by: 'opened', descending: true });
  });

  it('has the newest detection first among equals', () => {
    expect(orderOf(read('sort=severity,asc'))).toEqual([
      { field: 'SEVERITY', direction: 'ASC' },
      { field: 'DETECTED_AT', direction: 'DESC' },
    ]);
    expect(orderOf(read('sort=detected,asc'))).toEqual([{ field: 'DETECTED_AT', direction: 'ASC' }]);
  });
});
