import { parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BacktestUnavailable } from '../../src/backtest/backtest.ts';
import { mostPointsOfOperation } from '../../src/graphql/cost-limit.ts';
import { operationCost, pointsOfLookUp, pointsOfOperation } from '../../src/graphql/operation-cost.ts';
import { schema } from '../../src/graphql/schema.ts';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import type { SeededHistory, TestApi } from '../api-fixture.ts';
import { createDocuments, tokensOf } from '../documents.ts';
import { seededRandom } from '../random.ts';
import { firstSlot, slotSeconds } from '../history-commits.ts';
import { withSeededApi } from '../seeded-api.ts';

let api: TestApi;
let seeded: SeededHistory;
const { ask } = withSeededApi((opened) => ({ api, seeded } = opened), {
  backtests: {
    ask(): never {
      throw new BacktestUnavailable('There are no backtests here');
    },
  },
});

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
    expect(Object.fromEntries(api.calls)).toEqual({});
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
    expect(Object.fromEntries(api.calls)).toEqual({});
  });

  it('is refused when its series could have more points than one answer may hold', async () => {
    const month = { from: '2024-01-01T00:00:00Z', to: '2024-03-01T00:00:00Z' };
    const query = `query ($month: TimeRange!) { subscribers(first: 500) { edges { node { traffic(timeRange: $month) { start } } } } }`;
    const { errors } = await api.graphql(query, { month });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX' } });
    expect(errors?.[0]?.message).toMatch(/could cost \d+ points, and one operation has at most 20000/);
  });
});

describe('what is said of the cost before', () => {
  it('is never less than what history is asked, whatever the question', async () => {
    const next = createDocuments(schema, seededRandom(31), await tokensOf(api, seeded), { mutations: false });
    const asked = (): number => [...api.calls.values()].reduce((sum, count) => sum + count, 0);
    let looked = 0;
    const understated: [query: string, calls: object, said: number][] = [];
    for (let n = 0; n < 100; n++) {
      const query = next();
      api.calls.clear();
      const { errors = [] } = await api.graphql(query);
      if (errors.some(({ extensions }) => extensions.code === 'QUERY_TOO_COMPLEX')) continue;
      const calls = asked();
      const said = operationCost({ schema, document: parse(query) }, slotSeconds);
      if (said < calls * pointsOfLookUp) understated.push([query, Object.fromEntries(api.calls), said]);
      looked += calls;
      // An answer with an error leaves behind what its other fields had begun.
      for (let before = -1; errors.length > 0 && before !== asked();) {
        before = asked() + 1;
        await api.graphql('{ ingest { accounting { rows } } }');
      }
    }
    expect(understated).toEqual([]);
    expect(looked).toBeGreaterThan(100);
  });

  it('is told to who asks for it, with what he has left', async () => {
    const answer = await api.graphql('{ psxDevices(first: 2) { edges { node { name } } } }', {}, { cost: true });
    // A look-up, the list, and two edges with a device each.
    const requested = pointsOfOperation + pointsOfLookUp + 1 + 2 * 2;
    expect(answer).toMatchObject({
      extensions: { cost: { requested, limit: mostPointsOfOperation.own, remaining: null } },
    });
    expect(await api.graphql('{ psxDevices(first: 2) { edges { node { name } } } }')).not.toHaveProperty('extensions');
  });

  it('lets the dashboard ask all it asks, in pages as large as there are', () => {
    const file = new URL('../../../web/src/lib/graphql/generated/persisted-documents.json', import.meta.url);
    const texts = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
    expect(texts.length).toBeGreaterThan(20);
    const month = { from: '2024-01-01T00:00:00Z', to: '2024-01-31T00:00:00Z' };
    for (const text of texts.filter((one) => !one.includes('mutation '))) {
      const first = text.includes('DevicesTraffic') ? 111 : /[Ss]earch|Peers|TopTalkers/.test(text) ? 20 : 500;
      const ids = Array.from({ length: 500 }, (_, n) => `${n}`);
      const given = {
        first,
        ids,
        timeRange: month,
        during: month,
        resolution: 'HOUR',
        id: '1',
        name: '1',
        number: '1',
      };
      const others = { filter: {}, activeOnly: true, text: 'x', one: '1', other: '2', rule: '{}', by: 'UPLOAD' };
      const document = parse(text);
      const cost = operationCost({ schema, document, variableValues: { ...given, ...others } }, slotSeconds);
      expect([text, cost > pointsOfOperation, cost <= mostPointsOfOperation.dashboard]).toEqual([text, true, true]);
    }
  });
});
