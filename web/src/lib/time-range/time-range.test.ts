import { describe, expect, it } from 'vitest';
import {
  presetNames,
  readTimeRange,
  resolutionOf,
  resolveTimeRange,
  scaleTimeRange,
  shiftTimeRange,
  stepMsOf,
  timeRangeParameters,
} from './time-range.ts';
import type { TimeRangeChoice } from './time-range.ts';

const read = (query: string) => readTimeRange(new URLSearchParams(query));
const asOf = Date.parse('2024-01-08T00:00:00Z');
const hour = 3_600_000;

describe('the time range in the address', () => {
  it('is the last 24 hours of data when nothing is said', () => {
    expect(read('')).toEqual({ kind: 'relative', preset: '24h' });
    expect(resolveTimeRange(read(''), asOf)).toEqual({ from: asOf - 24 * hour, to: asOf });
  });

  it.each([
    'range=2h',
    'range=toString',
    'from=yesterday&to=today',
    'to=2024-01-02T00:00:00Z',
    'from=2024-01-02T00:00:00Z&to=',
    'from=2024-01-02&to=2024-01-01',
  ])('falls back to 24 hours for %s, which says nothing usable', (query) => {
    expect(read(query)).toEqual({ kind: 'relative', preset: '24h' });
  });

  it('prefers a fixed span over a length', () => {
    expect(read('range=1h&from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z').kind).toBe('absolute');
  });

  it('follows the newest data from an instant on when no end is said', () => {
    const since = read('from=2024-01-07T12:00:00Z');
    expect(resolveTimeRange(since, asOf)).toEqual({ from: asOf - 12 * hour, to: asOf });
    expect(resolveTimeRange(since, asOf + hour)).toEqual({ from: asOf - 12 * hour, to: asOf + hour });
    expect(resolveTimeRange(read('from=2030-01-01T00:00:00Z'), asOf)).toEqual({ from: asOf - hour, to: asOf });
  });

  it('survives being written and read again', () => {
    const choices: TimeRangeChoice[] = [
      ...presetNames.map((preset) => ({ kind: 'relative', preset }) as const),
      { kind: 'since', from: asOf - hour },
      { kind: 'absolute', from: asOf - hour, to: asOf },
    ];
    for (const choice of choices) {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(timeRangeParameters(choice)))
        if (value !== null) parameters.set(name, value);
      expect(readTimeRange(parameters)).toEqual(choice);
    }
  });
});

describe('shifting', () => {
  const span = { from: asOf - 3 * hour, to: asOf - hour };

  it('goes back by the length of the span', () => {
    expect(shiftTimeRange(span, -1, asOf)).toEqual({ kind: 'absolute', from: asOf - 5 * hour, to: asOf - 3 * hour });
  });

  it('stops at the newest data going forward', () => {
    expect(shiftTimeRange(span, 1, asOf)).toEqual({ kind: 'absolute', from: asOf - 2 * hour, to: asOf });
  });
});

describe('zooming by steps', () => {
  const slot = 600_000;
  const span = { from: asOf - 8 * hour, to: asOf - 4 * hour };

  it('halves and doubles around the middle', () => {
    expect(scaleTimeRange(span, 0.5, slot, asOf)).toEqual({ from: asOf - 7 * hour, to: asOf - 5 * hour });
    expect(scaleTimeRange(span, 2, slot, asOf)).toEqual({ from: asOf - 10 * hour, to: asOf - 2 * hour });
  });

  it('shows nothing after the newest data: what is too much goes to the other side', () => {
    const newest = { from: asOf - 4 * hour, to: asOf };
    expect(scaleTimeRange(newest, 2, slot, asOf)).toEqual({ from: asOf - 8 * hour, to: asOf });
  });

  it('never goes below two slots, and keeps to whole ones', () => {
    let zoomed = span;
    for (let step = 0; step < 10; step++) zoomed = scaleTimeRange(zoomed, 0.5, slot, asOf);
    expect(zoomed.to - zoomed.from).toBe(2 * slot);
    expect(zoomed.from % slot).toBe(0);
  });
});

describe('the length of the intervals', () => {
  const week = { from: asOf - 168 * hour, to: asOf };

  it('is a slot until there would be too many, then an hour', () => {
    expect(resolutionOf(week, 600_000)).toBe('TEN_MINUTES');
    expect(resolutionOf({ from: asOf - 720 * hour, to: asOf }, 600_000)).toBe('HOUR');
    expect(resolutionOf(week, 60_000)).toBe('HOUR');
  });

  it('follows the length of the slots', () => {
    expect(stepMsOf('TEN_MINUTES', 300_000)).toBe(300_000);
    expect(stepMsOf('HOUR', 300_000)).toBe(hour);
  });
});
