import { describe, expect, it } from 'vitest';
import { rowOf } from './row-fixture.ts';
import { touchedIds } from './touched.ts';

const rows = [
  rowOf({ id: 'a' }),
  rowOf({ id: 'b', subscriber: { id: '2', number: '2' } }),
  rowOf({ id: 'c', subscriber: null }),
];
const judged = { what: 'TriageEvent', cursor: '1', action: 'JUDGED', anomaly: rowOf({ id: 'x' }) } as const;
const mute = (subscriberNumber: string | null) =>
  ({ what: 'MuteEvent', cursor: '1', mute: { subscriberNumber } }) as const;

describe('rows that an act may be about', () => {
  it('are those of the subscriber that was judged or muted', () => {
    expect(touchedIds(rows, [judged])).toEqual(['a']);
    expect(touchedIds(rows, [mute('2')])).toEqual(['b']);
  });

  it('are those of all subscribers when a cohort is muted', () => {
    expect(touchedIds(rows, [mute(null)])).toEqual(['a', 'b']);
  });

  it('are none for a comment', () => {
    expect(touchedIds(rows, [{ ...judged, action: 'COMMENTED' }])).toEqual([]);
  });
});
