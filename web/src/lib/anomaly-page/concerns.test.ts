import { describe, expect, it } from 'vitest';
import { rowOf } from '../anomaly/row-fixture.ts';
import { concerns } from './concerns.ts';

const shown = [
  rowOf({ id: 'a', subscriber: { id: '1', number: '1' } }),
  rowOf({ id: 'b', subscriber: { id: '2', number: '2' } }),
];
const actOn = (action: 'ACKNOWLEDGED' | 'JUDGED', id: string, number: string) =>
  ({ what: 'TriageEvent', cursor: '1', action, anomaly: rowOf({ id, subscriber: { id: number, number } }) }) as const;
const mute = (subscriberNumber: string) => ({ what: 'MuteEvent', cursor: '1', mute: { subscriberNumber } }) as const;

describe('the page of an anomaly', () => {
  it('is another after an act on an anomaly on it', () => {
    expect(concerns(shown, [actOn('ACKNOWLEDGED', 'x', '9'), actOn('ACKNOWLEDGED', 'a', '1')])).toBe(true);
  });

  it('is another when a subscriber on it is judged elsewhere, or muted', () => {
    expect(concerns(shown, [actOn('JUDGED', 'x', '1')])).toBe(true);
    expect(concerns(shown, [mute('2')])).toBe(true);
  });

  it('is the same after what is done about other anomalies', () => {
    expect(concerns(shown, [actOn('ACKNOWLEDGED', 'x', '1'), actOn('JUDGED', 'y', '9'), mute('9')])).toBe(false);
  });
});
