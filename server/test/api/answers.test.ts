import { describe, expect, it } from 'vitest';
import { anomalyKinds, severities } from '../../src/domain/anomaly.ts';
import { SuppressionIndex } from '../../src/domain/suppression-index.ts';
import { passesFilter } from '../../src/graphql/anomaly-filter.ts';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import type { AnomalyFilter, TrafficPoint } from '../../src/history/history.ts';
import type { SeededHistory } from '../api-fixture.ts';
import { firstSlot, slotSeconds } from '../history-commits.ts';
import { withSeededApi } from '../seeded-api.ts';

let seeded: SeededHistory;
const { ask } = withSeededApi((opened) => ({ seeded } = opened));

const range = { from: firstSlot + slotSeconds, to: firstSlot + 15 * slotSeconds };
const timeRange = { from: formatDateTime(range.from), to: formatDateTime(range.to) };
const pointFields = 'start end upBytes downBytes upBitsPerSecond downBitsPerSecond subscriberCount';
const shown = (point: TrafficPoint) => ({
  start: formatDateTime(point.start),
  end: formatDateTime(point.start + point.intervalSeconds),
  upBytes: `${point.upBytes}`,
  downBytes: `${point.downBytes}`,
  upBitsPerSecond: (point.upBytes * 8) / point.intervalSeconds,
  downBitsPerSecond: (point.downBytes * 8) / point.intervalSeconds,
  subscriberCount: point.subscribers,
});

describe('traffic', () => {
  it.each([
    ['TEN_MINUTES', 'slot'],
    ['HOUR', 'hour'],
  ] as const)('of the network, a device and a subscriber is what was seen, by %s', async (resolution, stored) => {
    const { subscriber } = seeded.model.subscribers()[3] ?? { subscriber: '' };
    const data = await ask(
      `query ($timeRange: TimeRange!, $resolution: Resolution!, $number: String!) {
        networkTraffic(timeRange: $timeRange, resolution: $resolution) { ${pointFields} }
        psxDevice(name: "66.1") { traffic(timeRange: $timeRange, resolution: $resolution) { ${pointFields} } }
        subscriber(number: $number) { traffic(timeRange: $timeRange, resolution: $resolution) { ${pointFields} } }
      }`,
      { timeRange, resolution, number: subscriber },
    );
    expect(data).toEqual({
      networkTraffic: seeded.model.traffic(null, range, stored).map(shown),
      psxDevice: { traffic: seeded.model.traffic('66.1', range, stored).map(shown) },
      subscriber: { traffic: seeded.model.subscriberTraffic(subscriber, range, stored).map(shown) },
    });
  });
});

describe('a node', () => {
  it('is found again by its id, with the same fields', async () => {
    const { anomalies, subscribers, psxDevices } = await ask<Record<string, { edges: { node: { id: string } }[] }>>(`{
      anomalies(first: 2) { edges { node { id reason } } }
      subscribers(first: 2) { edges { node { id number } } }
      psxDevices(first: 2) { edges { node { id name } } }
    }`);
    const nodes = [anomalies, subscribers, psxDevices].flatMap((list) => list?.edges.map(({ node }) => node) ?? []);
    const fields = 'id ... on Anomaly { reason } ... on Subscriber { number } ... on PsxDevice { name }';
    const found = await ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${fields} } }`, {
      ids: nodes.map(({ id }) => id),
    });
    expect(found).toEqual({ nodes });
    const one = await ask(`query ($id: ID!) { node(id: $id) { ${fields} } }`, { id: nodes[3]?.id });
    expect(one).toEqual({ node: nodes[3] });
  });

  it('is null for an id that is unknown or malformed, and the others are still answered', async () => {
    const { psxDevice } = await ask<{ psxDevice: { id: string } }>('{ psxDevice(name: "62.0") { id } }');
    const ids = ['garbage', psxDevice.id, '', `${psxDevice.id}x`];
    const { nodes } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(nodes).toEqual([null, { id: psxDevice.id }, null, null]);
    expect(await ask('{ node(id: "garbage") { id } }')).toEqual({ node: null });
  });

  it('does not show the subscriber number in the id or the cursor', async () => {
    const { subscribers } = await ask<{
      subscribers: { edges: { cursor: string; node: { id: string; number: string } }[] };
    }>('{ subscribers(first: 5) { edges { cursor node { id number } } } }');
    for (const { cursor, node } of subscribers.edges) {
      for (const token of [cursor, node.id]) {
        expect(token).not.toContain(node.number);
        expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain(node.number);
      }
    }
  });
});

describe('what does not exist', () => {
  it('is null', async () => {
    const data = await ask('{ subscriber(number: "nobody") { id } psxDevice(name: "0.0") { id } }');
    expect(data).toEqual({ subscriber: null, psxDevice: null });
  });
});

describe('anomalies', () => {
  const conditions: [string, AnomalyFilter][] = [
    ['{ kinds: [UPLOAD_SURGE] }', { kinds: ['upload-surge'] }],
    ['{ kinds: [] }', { kinds: [] }],
    ['{ severities: [CRITICAL, INFO] }', { severities: ['critical', 'info'] }],
    ['{ status: OPEN, device: "66.1" }', { open: true, device: '66.1' }],
    ['{ status: CLOSED, kinds: [VOLUME_TAKEOVER, BURST] }', { open: false, kinds: [anomalyKinds[2], anomalyKinds[1]] }],
    [`{ during: { from: "${timeRange.from}", to: "${timeRange.to}" } }`, { during: range }],
    ['{ kinds: [DEVICE_OUTAGE, DEVICE_SHIFT] }', { kinds: ['device-outage', 'device-shift'] }],
    ['{ alerted: true }', { alerted: true }],
    ['{ alerted: false, status: OPEN }', { alerted: false, open: true }],
    ['{ severities: null, subscriber: null, alerted: null }', {}],
  ];
  it.each(conditions)('are those that pass the filter %s', async (given, meant) => {
    const data = await ask(
      `{ anomalies(first: 500, filter: ${given}) { totalCount edges { node { reason openedAt score } } } }`,
    );
    const expected = seeded.anomalies.filter((anomaly) => passesFilter(anomaly, meant, new SuppressionIndex()));
    expect(data['anomalies']).toEqual({
      totalCount: expected.length,
      edges: expected.map(({ reason, openedAt, score }) => ({
        node: { reason, openedAt: formatDateTime(openedAt), score },
      })),
    });
  });

  it('have rates in bit/s, volumes as digits and enums in capitals', async () => {
    const anomaly = seeded.anomalies.find(({ closedAt, subscriber }) => closedAt !== null && subscriber !== null);
    const data = await ask(
      `query ($number: String!) { subscriber(number: $number) { anomalies { edges { node {
        kind severity status openedAt detectedAt closedAt upBitsPerSecond downBitsPerSecond excessBytes slots ruleVersion
        uploadShare usualUploadShare cohort cohortShareBelow alerted score oneInDays
        expectedUp { lowBitsPerSecond usualBitsPerSecond highBitsPerSecond } events { type at }
      } } } } }`,
      { number: anomaly?.subscriber },
    );
    expect(severities).toContain(anomaly?.severity);
    const { edges } = (data as { subscriber: { anomalies: { edges: unknown[] } } }).subscriber.anomalies;
    expect(edges).toContainEqual({
      node: expect.objectContaining({
        kind: anomaly?.kind.toUpperCase().replaceAll('-', '_'),
        severity: anomaly?.severity.toUpperCase(),
        status: 'CLOSED',
        openedAt: formatDateTime(anomaly?.openedAt ?? 0),
        closedAt: formatDateTime(anomaly?.closedAt ?? 0),
        upBitsPerSecond: 1234.5 * 8,
        excessBytes: '9876543211',
        ruleVersion: '0123456789ab',
        uploadShare: 0.875,
        usualUploadShare: 1 / 3,
        cohort: 'on plan P3',
        cohortShareBelow: 0.9985,
        alerted: anomaly?.alerted,
        score: 7.125,
        // Rarer than a day in a million was never counted.
        oneInDays: 1_000_000,
        expectedUp: { lowBitsPerSecond: 8, usualBitsPerSecond: 18, highBitsPerSecond: 8 / 3 },
        events: [expect.objectContaining({ type: 'OPENED' }), expect.objectContaining({ type: 'CLOSED' })],
      }) as unknown,
    });
  });
});

describe('an anomaly of a device', () => {
  it('has no subscriber, nobody to compare with and no chance, and a hint as any other', async () => {
    const data = await ask(`{ anomalies(filter: { kinds: [DEVICE_OUTAGE] }) { edges { node {
      kind hint subscriber { number } device { name } cohort cohortShareBelow oneInDays alerted } } } }`);
    const { edges } = data['anomalies'] as { edges: { node: unknown }[] };
    const outages = seeded.anomalies.filter(({ kind }) => kind === 'device-outage');
    expect(outages.length).toBeGreaterThan(0);
    expect(edges.map(({ node }) => node)).toEqual(
      outages.map(({ device }) => ({
        kind: 'DEVICE_OUTAGE',
        hint: 'outage of the device, or of its reports',
        subscriber: null,
        device: { name: device },
        cohort: null,
        cohortShareBelow: null,
        oneInDays: null,
        alerted: true,
      })),
    );
  });
});

describe('statistics and the account', () => {
  it('are those of history', async () => {
    const statistics = await seeded.history.statistics();
    const accounting = await seeded.history.accounting();
    const data = await ask(`{
      statistics { firstSlot lastSlot subscriberCount sampleCount upBytes downBytes anomalyCount openAnomalyCount alertedAnomalies heldBackAnomalies flaggedSubscriberCount }
      ingest { source simulated phase dataAsOf slotSeconds done total fault unreadableFiles accounting { files rows accepted late estimated dropped { reason rows } } }
    }`);
    expect(data).toEqual({
      statistics: {
        firstSlot: formatDateTime(statistics.firstSlot ?? 0),
        lastSlot: formatDateTime(statistics.lastSlot ?? 0),
        subscriberCount: statistics.subscribers,
        sampleCount: statistics.samples,
        upBytes: `${statistics.upBytes}`,
        downBytes: `${statistics.downBytes}`,
        anomalyCount: 130,
        alertedAnomalies: seeded.anomalies.filter(({ alerted }) => alerted).length,
        heldBackAnomalies: seeded.anomalies.filter(({ alerted }) => !alerted).length,
        openAnomalyCount: seeded.anomalies.filter(({ closedAt }) => closedAt === null).length,
        flaggedSubscriberCount: new Set(seeded.anomalies.flatMap(({ subscriber }) => subscriber ?? [])).size,
      },
      ingest: {
        source: 'a test',
        simulated: true,
        phase: 'LIVE',
        dataAsOf: formatDateTime(firstSlot + slotSeconds),
        slotSeconds,
        done: 3,
        total: 4,
        fault: null,
        unreadableFiles: 0,
        accounting: {
          ...accounting,
          dropped: accounting.dropped.map(({ reason, rows }) => ({
            reason: reason.toUpperCase().replaceAll('-', '_'),
            rows,
          })),
        },
      },
    });
  });
});
