import { afterEach, describe, expect, it } from 'vitest';
import { showZoneOfAddress } from '../time-zone/shown-zone.ts';
import { formatDayClock, formatFullTime, formatInterval, formatZone, formatZones } from './time.ts';

const at = (text: string) => Date.parse(text);
afterEach(() => showZoneOfAddress(null));

describe('times', () => {
  it('are on UTC, whatever zone the reader is in, until another is chosen', () => {
    expect(formatDayClock(at('2024-01-08T00:10:00Z'))).toBe('08 Jan 00:10');
    expect(formatFullTime(at('2024-07-01T23:50:00Z'))).toBe('01 Jul 2024 23:50');
    expect(formatZone(at('2024-07-01T23:50:00Z'))).toBe('UTC');
  });

  it('are on the clock of the zone that is shown', () => {
    showZoneOfAddress('Europe/Berlin');
    expect(formatFullTime(at('2024-07-01T23:50:00Z'))).toBe('02 Jul 2024 01:50');
    showZoneOfAddress('Asia/Kolkata');
    expect(formatDayClock(at('2024-01-08T00:10:00Z'))).toBe('08 Jan 05:40');
    expect(formatZone(at('2024-01-08T00:10:00Z'))).toBe('GMT+5:30');
  });

  it('say which of the two it is when the clock shows an hour twice', () => {
    showZoneOfAddress('Europe/Berlin');
    expect(formatInterval(at('2024-10-27T00:30:00Z'), at('2024-10-27T00:40:00Z'))).toBe('27 Oct 02:30–02:40 CEST');
    expect(formatInterval(at('2024-10-27T01:30:00Z'), at('2024-10-27T01:40:00Z'))).toBe('27 Oct 02:30–02:40 CET');
    expect(formatInterval(at('2024-10-27T00:50:00Z'), at('2024-10-27T01:00:00Z'))).toBe('27 Oct 02:50–02:00 CEST/CET');
    expect(formatZones(at('2024-03-30T12:00:00Z'), at('2024-03-31T12:00:00Z'))).toBe('CET/CEST');
  });

  it('say the day of an interval once when it starts and ends on it', () => {
    expect(formatInterval(at('2024-01-08T14:20:00Z'), at('2024-01-08T14:30:00Z'))).toBe('08 Jan 14:20–14:30 UTC');
  });

  it('count midnight as the end of the day before', () => {
    expect(formatInterval(at('2024-01-08T23:50:00Z'), at('2024-01-09T00:00:00Z'))).toBe('08 Jan 23:50–00:00 UTC');
  });

  it('say both days of an interval that spans them', () => {
    expect(formatInterval(at('2024-01-07T14:00:00Z'), at('2024-01-08T14:00:00Z'))).toBe(
      '07 Jan 14:00–08 Jan 14:00 UTC',
    );
  });
});
