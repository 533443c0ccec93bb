import { afterEach, describe, expect, it } from 'vitest';
import { showZoneOfAddress } from '../time-zone/shown-zone.ts';
import { timeTicks } from './time-ticks.ts';

const at = (text: string) => Date.parse(`2024-01-${text}:00Z`);
const labels = (from: string, to: string, most: number) =>
  timeTicks(at(from), at(to), most, 'UTC').map((tick) => tick.label);

/** The labels of one local day, midnight to midnight. */
function labelsOfDay(from: string, to: string, most: number, zone: string): string[] {
  showZoneOfAddress(zone);
  return timeTicks(Date.parse(from), Date.parse(to), most, zone).map((tick) => tick.label);
}
afterEach(() => showZoneOfAddress(null));

describe('the time axis', () => {
  it('marks round instants and says the day at midnight', () => {
    expect(labels('07T14:10', '08T14:10', 8)).toEqual([
      '15:00',
      '18:00',
      '21:00',
      '08 Jan',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
  });

  it('marks days over weeks', () => {
    expect(labels('01T00:10', '08T00:00', 8)).toEqual([
      '02 Jan',
      '03 Jan',
      '04 Jan',
      '05 Jan',
      '06 Jan',
      '07 Jan',
      '08 Jan',
    ]);
  });

  it.each([1, 3, 8, 20])('never has more than %d marks and one', (most) => {
    for (const hours of [1, 6, 24, 168, 720]) {
      expect(timeTicks(0, hours * 3_600_000, most, 'UTC').length).toBeLessThanOrEqual(most + 1);
    }
  });

  it('marks whole hours of a zone that lies half an hour off', () => {
    showZoneOfAddress('Asia/Kolkata');
    const ticks = timeTicks(at('07T14:10'), at('08T14:10'), 8, 'Asia/Kolkata');
    expect(ticks.map(({ label }) => label).slice(0, 3)).toEqual(['21:00', '08 Jan', '03:00']);
    expect(ticks[0]!.at).toBe(at('07T15:30'));
  });

  it('leaves out the hour that a day of 23 hours leaves out', () => {
    const day = labelsOfDay('2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z', 24, 'Europe/Berlin');
    expect(day).toHaveLength(24);
    expect(day.slice(0, 4)).toEqual(['31 Mar', '01:00', '03:00', '04:00']);
    expect(day.at(-1)).toBe('01 Apr');
  });

  it('marks both hours that a day of 25 hours shows twice', () => {
    const day = labelsOfDay('2024-10-26T22:00:00Z', '2024-10-27T23:00:00Z', 25, 'Europe/Berlin');
    expect(day).toHaveLength(26);
    expect(day.slice(0, 5)).toEqual(['27 Oct', '01:00', '02:00', '02:00', '03:00']);
  });

  it('keeps to midnights and round hours when the clock changes between them', () => {
    expect(labelsOfDay('2024-10-26T22:00:00Z', '2024-10-28T23:00:00Z', 9, 'Europe/Berlin')).toEqual([
      '27 Oct',
      '06:00',
      '12:00',
      '18:00',
      '28 Oct',
      '06:00',
      '12:00',
      '18:00',
      '29 Oct',
    ]);
  });
});
