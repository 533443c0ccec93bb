/** Instants as text, always on the data's own clock, which Tidewatch shows as UTC. Takes epoch milliseconds. */

/** Shown beside every time: the feed has no zone, so its clock is taken as it stands. */
export const zoneLabel = 'UTC';

const formatter = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hourCycle: 'h23', ...options });

const clock = formatter({ hour: '2-digit', minute: '2-digit' });
const day = formatter({ day: '2-digit', month: 'short' });
const dayWithYear = formatter({ day: '2-digit', month: 'short', year: 'numeric' });

/** "14:20". */
export const formatClock = (at: number): string => clock.format(at);
/** "08 Jan". */
export const formatDay = (at: number): string => day.format(at);
/** "08 Jan 14:20". */
export const formatDayClock = (at: number): string => `${day.format(at)} ${clock.format(at)}`;
/** "08 Jan 2024 14:20". */
export const formatFullTime = (at: number): string => `${dayWithYear.format(at)} ${clock.format(at)}`;

/** "08 Jan 14:20–14:30" of a half-open interval; the day is said twice when the interval crosses midnight by more than its end. */
export function formatInterval(from: number, to: number): string {
  const sameDay = formatDay(from) === formatDay(to - 1);
  return `${formatDayClock(from)}–${sameDay ? formatClock(to) : formatDayClock(to)}`;
}

const systemClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "14:02:10" on the reader's own clock, for what happened in this browser (not in the data). */
export const formatLocalClock = (at: number): string => systemClock.format(at);
