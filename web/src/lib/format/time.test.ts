import { describe, expect, it } from 'vitest';
import { formatDayClock, formatFullTime, formatInterval } from './time.ts';

const at = (text: string) => Date.parse(text);

describe('times', () => {
  it('are on the data clock whatever zone the reader is in', () => {
    expect(formatDayClock(at('2024-01-08T00:10:00Z'))).toBe('08 Jan 00:10');
    expect(formatFullTime(at('2024-07-01T23:50:00Z'))).toBe('01 Jul 2024 23:50');
  });

  it('say the day of an interval once when it starts and ends on it', () => {
    expect(formatInterval(at('2024-01-08T14:20:00Z'), at('2024-01-08T14:30:00Z'))).toBe('08 Jan 14:20–14:30');
  });

  it('count midnight as the end of the day before', () => {
    expect(formatInterval(at('2024-01-08T23:50:00Z'), at('2024-01-09T00:00:00Z'))).toBe('08 Jan 23:50–00:00');
  });

  it('say both days of an interval that spans them', () => {
    expect(formatInterval(at('2024-01-07T14:00:00Z'), at('2024-01-08T14:00:00Z'))).toBe('07 Jan 14:00–08 Jan 14:00');
  });
});
