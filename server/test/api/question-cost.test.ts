import { describe, expect, it } from 'vitest';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import type { TestApi } from '../api-fixture.ts';
import { firstSlot, slotSeconds } from '../history-commits.ts';
import { withSeededApi } from '../seeded-api.ts';

let api: TestApi;
const { ask } = withSeededApi((opened) => ({ api } = opened));

const range = { from: firstSlot + slotSeconds, to: firstSlot + 15 * slotSeconds };
const timeRange = { from: formatDateTime(range.from), to: formatDateTime(range.to) };

describe('one question', () => {
  it('costs one query of history for each level, however long the page is', async () => {
    api.calls.clear();
    await ask(
      `query ($timeRange: TimeRange!) { anomalies(first: 100) { edges { node {
        events { type }
        subscriber { number device { name subscriberCount } traffic(timeRange: $timeRange, resolution: HOUR) { start } }
        device { name }
      } } } }`,
      { timeRange },
    );
    expect(Object.fromEntries(api.calls)).toEqual({
      listAnomalies: 1,
      anomalyEvents: 1,
      subscribers: 1,
      subscriberTraffic: 1,
      devices: 1,
    });
  });

  it('costs one query for each level of devices, too', async () => {
    api.calls.clear();
    await ask(
      `query ($timeRange: TimeRange!) {
        subscribers(first: 100) { edges { node { devices { lastSeen device { name lag } } } } }
        psxDevices { edges { node { lag trafficShare(timeRange: $timeRange) dataQuality(timeRange: $timeRange) {
          coverage accounting { rows } device { name } } } } }
        anomalies(first: 100, orderBy: [{ field: SCORE, direction: DESC }]) { edges { node { duration } } }
      }`,
      { timeRange },
    );
    expect(Object.fromEntries(api.calls)).toEqual({
      listSubscribers: 1,
      devicesOfSubscribers: 1,
      // The list, those of the subscribers, those of the qualities.
      devices: 3,
      deviceVolumes: 1,
      deviceQuality: 1,
      listAnomalies: 1,
    });
  });

  it.each([
    ['evidence', '{ anomalies(first: 50) { edges { node { evidence { start } } } } }'],
    ['similar anomalies', '{ anomalies(first: 50) { edges { node { similar { distance } } } } }'],
    ['peers', '{ anomalies(first: 50) { edges { node { subscriber { peers { distance } } } } } }'],
  ])('is refused before it begins when it asks for the %s of a page of fifty', async (_what, query) => {
    api.calls.clear();
    const { errors } = await api.graphql(query);
    expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
    const { listAnomalies, subscribers, ...costly } = Object.fromEntries(api.calls);
    expect(listAnomalies).toBe(1);
    expect(subscribers ?? 1).toBe(1);
    expect(costly).toEqual({});
  });

  it('costs one query of history for the traffic of all devices, and none for a name', async () => {
    api.calls.clear();
    await ask(
      `query ($timeRange: TimeRange!) {
        psxDevices { edges { node { traffic(timeRange: $timeRange, resolution: HOUR) { start } } } }
        subscribers { edges { node { device { id name } } } }
        anomalies { edges { node { subscriber { number } device { name } } } }
      }`,
      { timeRange },
    );
    const expected = { devices: 1, deviceTraffic: 1, listSubscribers: 1, listAnomalies: 1 };
    expect(Object.fromEntries(api.calls)).toEqual(expected);
  });

  it('costs no rows when only their number is asked for', async () => {
    api.calls.clear();
    await ask('{ anomalies(first: 1, filter: { status: OPEN }) { totalCount } }');
    expect(Object.fromEntries(api.calls)).toEqual({ countAnomalies: 1 });
  });

  it('is refused when it needs more look-ups than all others could bear', async () => {
    api.calls.clear();
    const query =
      '{ anomalies(first: 500) { edges { node { subscriber { anomalies { totalCount edges { cursor } } } } } } }';
    const { errors } = await api.graphql(query);
    expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect([...api.calls.values()].reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(200);
  });

  it('is refused when its series could have more points than one answer may hold', async () => {
    const month = { from: '2024-01-01T00:00:00Z', to: '2024-03-01T00:00:00Z' };
    const query = `query ($month: TimeRange!) { subscribers(first: 500) { edges { node { traffic(timeRange: $month) { start } } } } }`;
    const { errors } = await api.graphql(query, { month });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX' } });
    expect(errors?.[0]?.message).toContain('100000 points');
  });
});
