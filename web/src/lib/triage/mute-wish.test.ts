import { describe, expect, it } from 'vitest';
import { rowOf } from '../anomaly/row-fixture.ts';
import { kindOf, mutesOf, subscribersOf } from './mute-wish.ts';

const until = Date.parse('2024-01-08T14:00:00Z');
const of = (number: string | null, kind: 'BURST' | 'SILENCE' = 'BURST') =>
  rowOf({ subscriber: number === null ? null : { number }, kind });

describe('the mutes of some anomalies', () => {
  it('are one for each subscriber, and none for devices', () => {
    expect(subscribersOf([of('1'), of(null), of('2'), of('1')])).toEqual(['1', '2']);
    expect(mutesOf([of('1')], { kind: null, until, reason: 'moves house' })).toEqual([
      { scope: { subscriber: '1' }, until: '2024-01-08T14:00:00Z', reason: 'moves house' },
    ]);
  });

  it('can be of the one kind that all have', () => {
    expect(kindOf([of('1'), of('2')])).toBe('BURST');
    expect([kindOf([of('1'), of('2', 'SILENCE')]), kindOf([])]).toEqual([null, null]);
    expect(mutesOf([of('1')], { kind: 'BURST', until, reason: 'x' })[0]).toMatchObject({ kinds: ['BURST'] });
  });
});
