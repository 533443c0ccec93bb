import { expect, it } from 'vitest';
import { readAnomalyFilter } from '#lib/anomaly/filter-address.ts';
import { readTimeRange } from '#lib/time-range/time-range.ts';
import { cellLink } from './cell-link.ts';

const [from, to] = [Date.parse('2024-01-08T14:00:00Z'), Date.parse('2024-01-08T15:00:00Z')];
const read = (link: string) => new URL(link, 'http://tidewatch.test');

it.each(['subscriber', 'device'] as const)('leads from the cell of a %s to its anomalies of that time', (of) => {
  const { pathname, searchParams } = read(cellLink({ row: { id: '4114', name: 'K7M4P' }, from, to }, of, null));
  expect(pathname).toBe('/anomalies');
  expect(readAnomalyFilter(searchParams)).toEqual({ [of]: '4114' });
  expect(readTimeRange(searchParams)).toEqual({ kind: 'absolute', from, to });
});

it('keeps the zone of the page', () => {
  const link = cellLink({ row: { id: '4114', name: '4114' }, from, to }, 'subscriber', 'Europe/Berlin');
  expect(read(link).searchParams.get('zone')).toBe('Europe/Berlin');
});
