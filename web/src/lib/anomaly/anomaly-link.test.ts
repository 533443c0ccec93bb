import { describe, expect, it } from 'vitest';
import { anomalyLink, whoseLink, whoseOf } from './anomaly-link.ts';

const asOf = Date.parse('2024-01-08T12:00:00Z');
const whose = { subscriber: { id: '17', number: '17' }, device: { name: '62.0' } };
const run = (openedAt: string, closedAt: string | null) => ({ openedAt, closedAt, ...whose });

describe('the link of an anomaly', () => {
  it('shows a closed one with half a day before it', () => {
    expect(whoseLink(run('2024-01-05T12:00:00Z', '2024-01-05T14:00:00Z'), asOf)).toBe(
      '/subscribers/17?from=2024-01-05T00:00:00Z&to=2024-01-05T17:00:00Z',
    );
  });

  it('stays live for one that goes on', () => {
    expect(whoseLink(run('2024-01-08T10:00:00Z', null), asOf)).toBe('/subscribers/17');
    expect(whoseLink(run('2024-01-04T10:00:00Z', null), asOf)).toBe('/subscribers/17?range=7d');
  });

  it('leads to the device when it is of one', () => {
    const ofDevice = { ...run('2024-01-08T10:00:00Z', null), subscriber: null };
    expect(whoseLink(ofDevice, asOf)).toBe('/devices/62.0');
    expect([whoseOf(ofDevice), whoseOf(whose)]).toEqual(['Device 62.0', '17']);
  });

  it('reaches back to the start of one that is older than any length', () => {
    expect(whoseLink(run('2023-06-01T12:00:00Z', null), asOf)).toBe(
      '/subscribers/17?from=2023-06-01T00:00:00Z&to=2024-01-08T12:00:00Z',
    );
  });

  it('leads to its own page with the range one comes from', () => {
    const from = { pathname: '/anomalies', searchParams: new URLSearchParams('range=7d&status=OPEN') };
    expect(anomalyLink('QTox/==', from)).toBe('/anomalies/QTox%2F%3D%3D?range=7d');
  });
});
