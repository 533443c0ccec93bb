import { describe, expect, it } from 'vitest';
import type { DeviceReading } from '../../src/domain/device.ts';
import { formatDuration } from '../../src/graphql/duration.ts';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import type { SeededHistory } from '../api-fixture.ts';
import { firstSlot, slotSeconds } from '../history-commits.ts';
import { withSeededApi } from '../seeded-api.ts';

const deviceOf = (name: string, id: number): DeviceReading => ({
  id,
  name,
  unit: 'bytes',
  counters: 'interval',
  delimiter: ',',
  dateFormat: 'YYYY-MM-DD hh:mm:ss',
  clockOffsetSeconds: 0,
});

let seeded: SeededHistory;
const { ask, refusal } = withSeededApi((opened) => ({ seeded } = opened), {
  deviceTable: ['62.0', '66.1', '69.0', '70.0'].map(deviceOf),
});

const range = { from: firstSlot + slotSeconds, to: firstSlot + 15 * slotSeconds };
const timeRange = { from: formatDateTime(range.from), to: formatDateTime(range.to) };
const enumName = (value: string): string => value.toUpperCase().replaceAll('-', '_');
const ofSubscriber = () => seeded.anomalies.filter(({ subscriber }) => subscriber !== null);

describe('search', () => {
  const find = (text: string, first = 10) =>
    ask<{ search: Record<string, string>[] }>(
      `query ($text: String!, $first: Int!) { search(text: $text, first: $first) { __typename
        ... on Subscriber { number } ... on PsxDevice { name } ... on Anomaly { id } } }`,
      { text, first },
    ).then(({ search }) => search);

  it('finds the subscriber with the number first, then those that begin with it', async () => {
    const numbers = seeded.model.subscribers().map(({ subscriber }) => subscriber);
    const shortest = numbers.toSorted((a, b) => a.length - b.length)[0]!;
    for (const text of [shortest, 's', 's9']) {
      const begin = numbers.filter((number) => number.startsWith(text) && number !== text);
      const expected = [...(numbers.includes(text) ? [text] : []), ...begin].slice(0, 10);
      expect(await find(` ${text}\t`)).toEqual(expected.map((number) => ({ __typename: 'Subscriber', number })));
    }
    expect(await find('s', 2)).toHaveLength(2);
  });

  it('finds devices by the beginning of their name, also those that never reported', async () => {
    expect(await find('6')).toEqual(['62.0', '66.1', '69.0'].map((name) => ({ __typename: 'PsxDevice', name })));
    expect(await find('66.1')).toEqual([{ __typename: 'PsxDevice', name: '66.1' }]);
  });

  it('finds an anomaly by its id, ours and that of the replay, each once', async () => {
    const { id } = seeded.anomalies[3]!;
    const [found] = await find(id);
    expect(found?.['__typename']).toBe('Anomaly');
    expect(await find(found!['id']!)).toEqual([found]);
    expect(await find(id.slice(0, -1))).toEqual([]);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await find("'; DROP TABLE samples; --")).toEqual([]);
  });

  it.each([
    ['', 'is empty; expected 1 to 255 characters'],
    [' \t ', 'is empty; expected 1 to 255 characters'],
    ['x'.repeat(256), 'has 256 characters; expected 1 to 255 characters'],
  ])('refuses %j', async (text, message) => {
    const query = 'query ($text: String!) { search(text: $text) { __typename } }';
    expect(await refusal(query, { text })).toBe(`BAD_USER_INPUT: The argument "text" ${message}`);
  });
});

describe('a subscriber', () => {
  it('has all devices that ever carried him, and those who look like him', async () => {
    const { subscriber } = seeded.model.subscribers()[2]!;
    const devices = await seeded.history.devicesOfSubscribers([subscriber]);
    const peers = await seeded.history.peers(subscriber, 3);
    expect(peers).toHaveLength(3);
    const data = await ask(
      `query ($number: String!) { subscriber(number: $number) { devices { lastSeen device { name } }
        peers(first: 3) { distance upBytes downBytes uploadShare subscriber { number } } } }`,
      { number: subscriber },
    );
    expect(data['subscriber']).toEqual({
      devices: devices.get(subscriber)!.map(({ device, lastSeen }) => ({
        device: { name: device },
        lastSeen: formatDateTime(lastSeen),
      })),
      peers: peers.map((peer) => ({
        distance: peer.distance,
        upBytes: `${peer.upBytes}`,
        downBytes: `${peer.downBytes}`,
        uploadShare: peer.upBytes / (peer.upBytes + peer.downBytes),
        subscriber: { number: peer.subscriber },
      })),
    });
  });

  it('is listed by its device and by when it was last seen', async () => {
    const rows = seeded.model.subscribers();
    const last = Math.max(...rows.map(({ lastSeen }) => lastSeen));
    const filter = { device: '66.1', lastSeen: { from: formatDateTime(last), to: formatDateTime(last + 1) } };
    const data = await ask<{ subscribers: { edges: { node: { number: string } }[] } }>(
      'query ($filter: SubscriberFilter) { subscribers(filter: $filter) { edges { node { number } } } }',
      { filter },
    );
    const expected = rows.filter(({ device, lastSeen }) => device === '66.1' && lastSeen === last);
    expect(expected.length).toBeGreaterThan(0);
    expect(data.subscribers.edges.map(({ node }) => node.number)).toEqual(expected.map(({ subscriber }) => subscriber));
  });
});

describe('a device', () => {
  it('has its lag, its quality and its share of the traffic', async () => {
    const newest = Math.max(...seeded.model.devices().map(({ lastSeen }) => lastSeen));
    const volumes = await seeded.history.deviceVolumes(range);
    const total = [...volumes.values()].reduce((sum, volume) => sum + volume, 0);
    const quality = await seeded.history.deviceQuality(['62.0', '70.0'], range);
    for (const name of ['62.0', '70.0']) {
      const { expectedSlots, reportedSlots, accounting } = quality.get(name)!;
      const data = await ask(
        `query ($name: String!, $timeRange: TimeRange!) { psxDevice(name: $name) { lag trafficShare(timeRange: $timeRange)
          dataQuality(timeRange: $timeRange) { device { name } expectedSlots reportedSlots coverage
            accounting { files rows accepted late estimated dropped { reason rows } } } } }`,
        { name, timeRange },
      );
      const lastSeen = seeded.model.devices().find(({ device }) => device === name)?.lastSeen;
      expect(data['psxDevice']).toEqual({
        lag: lastSeen === undefined ? null : formatDuration(newest - lastSeen),
        trafficShare: (volumes.get(name) ?? 0) / total,
        dataQuality: {
          device: { name },
          expectedSlots,
          reportedSlots,
          coverage: reportedSlots / expectedSlots,
          accounting: {
            ...accounting,
            dropped: accounting.dropped.map(({ reason, rows }) => ({ reason: enumName(reason), rows })),
          },
        },
      });
    }
  });

  it('is late when others are ahead of it, the one that never reported first', async () => {
    const devices = seeded.model.devices();
    const newest = Math.max(...devices.map(({ lastSeen }) => lastSeen));
    const late = devices.filter(({ lastSeen }) => lastSeen < newest).sort((a, b) => a.lastSeen - b.lastSeen);
    const { dataQuality } = await ask<{ dataQuality: Record<string, unknown> }>(
      `query ($timeRange: TimeRange!) { dataQuality(timeRange: $timeRange) { lateDevices { name lag lastSeen }
        accounting { files rows } deadLetters { reason rows } devices { device { name } coverage } } }`,
      { timeRange },
    );
    const { files, rows } = await seeded.history.accounting(range);
    expect(files).toBeGreaterThan(0);
    expect(files).toBeLessThan((await seeded.history.accounting()).files);
    expect(dataQuality).toMatchObject({
      lateDevices: [
        { name: '70.0', lag: null, lastSeen: null },
        ...late.map(({ device, lastSeen }) => ({
          name: device,
          lag: formatDuration(newest - lastSeen),
          lastSeen: formatDateTime(lastSeen),
        })),
      ],
      accounting: { files, rows },
      deadLetters: (await seeded.history.deadLetterCounts(range)).map((one) => ({ ...one })),
      devices: ['62.0', '66.1', '69.0', '70.0'].map((name) => ({ device: { name } })),
    });
  });
});

describe('an anomaly', () => {
  it('lasts until it closed, or until the newest data while it is open', async () => {
    const data = await ask<{ anomalies: { edges: { node: { duration: string } }[] } }>(
      '{ anomalies(first: 500) { edges { node { duration } } } }',
    );
    const dataEnd = firstSlot + slotSeconds;
    expect(data.anomalies.edges.map(({ node }) => node.duration)).toEqual(
      seeded.anomalies.map(({ openedAt, detectedAt, closedAt }) =>
        formatDuration((closedAt ?? Math.max(dataEnd, detectedAt)) - openedAt),
      ),
    );
  });

  it('has the points of the baseline around it as evidence', async () => {
    const anomaly = ofSubscriber().find(({ closedAt }) => closedAt !== null)!;
    const from = anomaly.openedAt - 2 * 3600;
    const to = anomaly.closedAt! + 2 * 3600;
    const { search, subscriber } = await ask<{ search: { evidence: unknown }[]; subscriber: { baseline: unknown[] } }>(
      `query ($id: String!, $number: String!, $around: TimeRange!) {
        search(text: $id) { ... on Anomaly { evidence(paddingHours: 2) { start upBitsPerSecond zUp } } }
        subscriber(number: $number) { baseline(timeRange: $around) { start upBitsPerSecond zUp } } }`,
      { id: anomaly.id, number: anomaly.subscriber, around: { from: formatDateTime(from), to: formatDateTime(to) } },
    );
    expect(subscriber.baseline.length).toBeGreaterThan(0);
    expect(search).toEqual([{ evidence: subscriber.baseline }]);
  });

  it('of a device has no evidence, and padding beyond its bounds is refused', async () => {
    const ofDevice = seeded.anomalies.find(({ subscriber }) => subscriber === null)!;
    const query = (padding: number): string =>
      `query ($id: String!) { search(text: $id) { ... on Anomaly { evidence(paddingHours: ${padding}) { start } } } }`;
    expect(await ask(query(6), { id: ofDevice.id })).toEqual({ search: [{ evidence: null }] });
    for (const padding of [-1, 49]) {
      const expected = `BAD_USER_INPUT: The argument "paddingHours" is ${padding}; expected 0 to 48`;
      expect(await refusal(query(padding), { id: ofDevice.id })).toBe(expected);
    }
  });

  it('has similar ones, of its kind, itself not among them', async () => {
    const anomaly = ofSubscriber()[5]!;
    const similar = await seeded.history.similarAnomalies(anomaly, firstSlot + slotSeconds, 4);
    expect(similar).toHaveLength(4);
    const data = await ask(
      `query ($id: String!) { search(text: $id) { ... on Anomaly { similar(first: 4) { distance anomaly { kind openedAt } } } } }`,
      { id: anomaly.id },
    );
    expect(data['search']).toEqual([
      {
        similar: similar.map((one) => ({
          distance: one.distance,
          anomaly: { kind: enumName(anomaly.kind), openedAt: formatDateTime(one.anomaly.openedAt) },
        })),
      },
    ]);
  });
});
