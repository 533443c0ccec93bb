/** Instants as text, on the clock of the zone that is shown. Takes epoch milliseconds. */
import { locale } from '../text/locale.ts';
import { shownZone } from '../time-zone/shown-zone.ts';

function formattersOf(timeZone: string) {
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
  return {
    clock: formatter({ hour: '2-digit', minute: '2-digit' }),
    day: formatter({ day: '2-digit', month: 'short' }),
    dayWithYear: formatter({ day: '2-digit', month: 'short', year: 'numeric' }),
    zone: formatter({ hour: '2-digit', timeZoneName: 'short' }),
  };
}

const formatters = new Map<string, ReturnType<typeof formattersOf>>();

function shown(): ReturnType<typeof formattersOf> {
  const zone = shownZone();
  let found = formatters.get(zone);
  if (!found) formatters.set(zone, (found = formattersOf(zone)));
  return found;
}

/** "14:20". */
export const formatClock = (at: number): string => shown().clock.format(at);
/** "08 Jan". */
export const formatDay = (at: number): string => shown().day.format(at);
/** "08 Jan 14:20". */
export const formatDayClock = (at: number): string => `${formatDay(at)} ${formatClock(at)}`;
/** "08 Jan 2024 14:20". */
export const formatFullTime = (at: number): string => `${shown().dayWithYear.format(at)} ${formatClock(at)}`;

/** "CEST", to be shown beside every time: an hour that the clock shows twice has two of them. */
export const formatZone = (at: number): string =>
  shown()
    .zone.formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? shownZone();

/** "Europe/Berlin", for the head of a column of times. */
export const zoneName = (): string => shownZone();

/** "CET", or "CET/CEST" when the clock goes otherwise at the end. */
export function formatZones(from: number, to: number): string {
  const [first, last] = [formatZone(from), formatZone(to)];
  return first === last ? first : `${first}/${last}`;
}

/** All charts of a page say the same interval with every move of the pointer: the newest is kept. */
let newestInterval = { from: Number.NaN, to: Number.NaN, zone: '', said: '' };

/** "08 Jan 14:20–14:30 UTC" of a half-open interval; the day is said twice when the interval crosses midnight by more than its end. */
export function formatInterval(from: number, to: number): string {
  const zone = shownZone();
  if (newestInterval.from !== from || newestInterval.to !== to || newestInterval.zone !== zone) {
    const sameDay = formatDay(from) === formatDay(to - 1);
    const said = `${formatDayClock(from)}–${sameDay ? formatClock(to) : formatDayClock(to)} ${formatZones(from, to)}`;
    newestInterval = { from, to, zone, said };
  }
  return newestInterval.said;
}

const systemClock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "14:02:10" on the reader's own clock, for what happened in this browser (not in the data). */
export const formatLocalClock = (at: number): string => systemClock.format(at);
