import { describe, expect, it } from 'vitest';
import { rowOf } from '../anomaly/row-fixture.ts';
import { cohortsOf, kindsOf, mutesOf, subscribersOf } from './mute-wish.ts';

const until = Date.parse('2024-01-08T14:00:00Z');
const wish = { whose: 'subscribers', kinds: [], until, reason: 'moves house' } as const;
const of = (number: string, cohort: string | null = 'on plan P3', kind: 'BURST' | 'SILENCE' = 'BURST') =>
  rowOf({ subscriber: { id: number, number }, cohort, kind });
const ofDevice = rowOf({ subscriber: null, cohort: null, kind: 'DEVICE_OUTAGE' });

describe('the mutes of some anomalies', () => {
  it('are one for each subscriber, and none for devices', () => {
    expect(subscribersOf([of('1'), ofDevice, of('2'), of('1')])).toEqual(['1', '2']);
    expect(mutesOf([of('1')], wish)).toEqual([
      { scope: { subscriber: '1' }, until: '2024-01-08T14:00:00Z', reason: 'moves house' },
    ]);
  });

  it('can be one for each cohort, as far as there are any', () => {
    const rows = [of('1'), of('2'), of('3', 'of the network'), of('4', null), ofDevice];
    expect(cohortsOf(rows)).toEqual(['on plan P3', 'of the network']);
    expect(mutesOf(rows, { ...wish, whose: 'cohorts' }).map(({ scope }) => scope)).toEqual([
      { cohort: 'on plan P3' },
      { cohort: 'of the network' },
    ]);
  });

  it('can be of the kinds that they have, without those of devices', () => {
    const kinds = kindsOf([of('1'), of('2', null, 'SILENCE'), of('3'), ofDevice]);
    expect(kinds).toEqual(['BURST', 'SILENCE']);
    expect(mutesOf([of('1')], { ...wish, kinds })[0]).toMatchObject({ kinds });
  });
});
