import { expect, it } from 'vitest';
import { bandSeries, trafficSeries } from '../charts/series.ts';
import { chartCsv, fileNameOf } from './chart-csv.ts';

const at = Date.parse('2024-01-08T14:00:00Z');
const stepMs = 600_000;
const span = { from: at, to: at + 3 * stepMs };
const none = Number.NaN;

it('writes every slot with its times in UTC and units in the head, and none for slots in which nothing was seen', () => {
  const rows = [
    { at, up: 1.5e6, down: 0 },
    { at: at + stepMs, up: none, down: none },
    { at: at + 2 * stepMs, up: 300, down: 100 },
  ];
  expect(chartCsv({ title: 'Network traffic', rows, span, stepMs, series: trafficSeries() }).split('\r\n')).toEqual([
    'from (UTC),to (UTC),Upload (bit/s),Download (bit/s),Upload share (%)',
    '2024-01-08T14:00:00Z,2024-01-08T14:10:00Z,1500000,0,100',
    '2024-01-08T14:20:00Z,2024-01-08T14:30:00Z,300,100,75',
    '',
  ]);
});

it('leaves cells empty that have no number', () => {
  const rows = [{ at, value: 5, low: none, usual: none, high: none, z: none }];
  const csv = chartCsv({ title: 'x', rows, span, stepMs, series: bandSeries('Upload') });
  expect(csv.split('\r\n')[1]).toBe('2024-01-08T14:00:00Z,2024-01-08T14:10:00Z,5,,,,');
});

it('names a file for what it shows and when', () => {
  expect(fileNameOf({ title: 'Device 62.0 traffic', span })).toBe(
    'tidewatch-device-62.0-traffic-2024-01-08T14-00Z-2024-01-08T14-30Z',
  );
});
