/**
 * Instants as text, on the clock of the zone that is shown. Takes epoch milliseconds. On UTC without Intl, for the sake
 * of the first page: see `digits.ts`.
 */
import { shownZone } from '../time-zone/shown-zone.ts';
import { wallClockAt } from '../time-zone/zone-clock.ts';

// prettier-ignore
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** What the clock shows, as RFC 3339 has it: "2024-01-08T14:20:00.000Z", whatever the zone is. */
const wallClock = (at: number): string => new Date(wallClockAt(at, shownZone())).toISOString();
const dayOf = (wall: string): string => `${wall.slice(8, 10)} ${months[Number(wall.slice(5, 7)) - 1]}`;
const clockOf = (wall: string): string => wall.slice(11, 16);

/** "14:20". */
export const formatClock = (at: number): string => clockOf(wallClock(at));
/** "08 Jan". */
export const formatDay = (at: number): string => dayOf(wallClock(at));
/** "08 Jan 14:20". */
export function formatDayClock(at: number): string {
  const wall = wallClock(at);
  return `${dayOf(wall)} ${clockOf(wall)}`;
}
/** "08 Jan 2024 14:20". */
export function formatFullTime(at: number): string {
  const wall = wallClock(at);
  return `${dayOf(wall)} ${wall.slice(0, 4)} ${clockOf(wall)}`;
}

const zones = new Map<string, Intl.DateTimeFormat>();

function zoneFormatter(timeZone: string): Intl.DateTimeFormat {
  let found = zones.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', timeZoneName: 'short' });
    zones.set(timeZone, found);
  }
  return found;
}

/** "CEST", to be shown beside every time: an hour that the clock shows twice has two of them. */
export function formatZone(at: number): string {
  const zone = shownZone();
  if (zone === 'UTC') return zone;
  const parts = zoneFormatter(zone).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** "Europe/Berlin", for the head of a column of times. */
export const zoneName = (): string => shownZone();

/** "CET", or "CET/CEST" when the clock goes otherwise at the end. */
export function formatZones(from: number, to: number): string {
  const [first, last] = [formatZone(from), formatZone(to)];
  return first === last ? first : `${first}/${last}`;
}

/** "08 Jan 14:20–14:30 UTC" of a half-open interval; the day is said twice when the interval crosses midnight by more than its end. */
export function formatInterval(from: number, to: number): string {
  const sameDay = formatDay(from) === formatDay(to - 1);
  return `${formatDayClock(from)}–${sameDay ? formatClock(to) : formatDayClock(to)} ${formatZones(from, to)}`;
}

/** "14:02:10" on the reader's own clock, for what happened in this browser (not in the data). */
export const formatLocalClock = (at: number): string => new Date(at).toTimeString().slice(0, 8);
