/** The clock of a time zone: what it shows at an instant, when it shows a time, where its round times lie. */

const minute = 60_000;
export const dayMs = 1440 * minute;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(zone, clock);
  }
  return clock;
}

/** Whether this browser knows a zone of that name. */
export function isZone(name: string): boolean {
  try {
    return name !== '' && clockOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** What the zone's clock shows at an instant, as the epoch milliseconds at which a clock on UTC shows the same. */
export function wallClockAt(at: number, zone: string): number {
  if (zone === 'UTC') return at;
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  const milliseconds = ((at % 1000) + 1000) % 1000;
  const [hours, minutes, seconds] = [part('hour'), part('minute'), part('second')];
  return Date.UTC(part('year'), part('month') - 1, part('day'), hours, minutes, seconds) + milliseconds;
}

const offsetAt = (at: number, zone: string) => wallClockAt(at, zone) - at;

/**
 * When the zone's clock shows `wall`. Shown twice (the clock goes back): the earlier or the later time.
 * Never shown (the clock goes forward): as much later as the clock was put forward.
 */
export function instantOf(wall: number, zone: string, prefer: 'earlier' | 'later' = 'earlier'): number {
  const before = wall - offsetAt(wall - dayMs, zone);
  const after = wall - offsetAt(wall + dayMs, zone);
  const shown = [before, after].filter((at) => wallClockAt(at, zone) === wall);
  if (shown.length === 0) return before;
  return prefer === 'earlier' ? Math.min(...shown) : Math.max(...shown);
}

/** The first instant after `from`, up to `to`, at which the clock goes otherwise than at `from`; to the second. */
function changeBetween(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone);
  let [low, high] = [Math.floor(from / 1000), Math.ceil(to / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000, zone) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/**
 * The first instant from `at` on when the zone's clock shows a multiple of `step` (which a day is a multiple of, or
 * which is whole days). A day whose midnight is left out begins when the clock goes on.
 */
export function nextRoundTime(at: number, step: number, zone: string): number {
  const wall = wallClockAt(at, zone);
  const round = Math.ceil(wall / step) * step;
  const candidate = at + round - wall;
  if (offsetAt(candidate, zone) === wall - at) return candidate;
  const change = changeBetween(at, candidate, zone);
  const isLeftOut = step % dayMs === 0 && wallClockAt(change, zone) >= round && change <= candidate;
  return isLeftOut ? change : nextRoundTime(change, step, zone);
}
