import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSeededHistory, type SeededHistory } from '../api-fixture.ts';
import { keyText, limitedDevice, startClosedApi, withKey, type Asker, type ClosedApi } from '../access-fixture.ts';
import { eventOf } from '../history-commits.ts';

let seeded: SeededHistory;
let api: ClosedApi;
beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startClosedApi(seeded.history, {
    deviceTable: [],
  });
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

async function ask<Answer>(who: Asker, query: string, variables = {}): Promise<Answer> {
  const { data, errors } = await api.query(who, query, variables);
  expect(errors).toBeUndefined();
  return data as unknown as Answer;
}

interface Listed {
  readonly anomalies: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: { readonly id: string; readonly device: { readonly name: string } } }[];
  };
}
const listed =
  '{ anomalies(first: 500, filter: { includeSuppressed: true }) { totalCount edges { node { id device { name } triage { version } } } } }';
async function begun(): Promise<number> {
  const { values } = await api.metrics.graphqlOperations.get();
  return values.filter(({ labels }) => labels.type === 'subscription').reduce((sum, { value }) => sum + value, 0);
}

const ofDevice = (device: string) => seeded.anomalies.filter((anomaly) => anomaly.device === device);

describe.each([
  ['a person', () => api.people.limited],
  ['a key', () => withKey(keyText.limited)],
])('%s who is limited to a device', (_, who) => {
  it('finds it and what is of it by every list, and nothing of another', async () => {
    const { anomalies } = await ask<Listed>(who(), listed);
    expect(anomalies.totalCount).toBe(ofDevice(limitedDevice).length);
    expect(new Set(anomalies.edges.map(({ node }) => node.device.name))).toEqual(new Set([limitedDevice]));
    const { psxDevices, subscribers } = await ask<
      Record<string, { edges: { node: { name: string; device: { name: string } } }[] }>
    >(
      who(),
      '{ psxDevices { edges { node { name } } } subscribers(first: 500) { edges { node { device { name } } } } }',
    );
    expect(psxDevices!.edges.map(({ node }) => node.name)).toEqual([limitedDevice]);
    expect(new Set(subscribers!.edges.map(({ node }) => node.device.name))).toEqual(new Set([limitedDevice]));
  });

  it('does not find the others by node, name, number, search or totals', async () => {
    const admin = api.people.admin;
    const { anomalies } = await ask<Listed>(admin, listed);
    const ids = anomalies.edges.filter(({ node }) => node.device.name !== limitedDevice).map(({ node }) => node.id);
    const { nodes, node } = await ask<{ nodes: unknown[]; node: unknown }>(
      who(),
      'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } node(id: $id) { id } }',
      { ids, id: ids[0] },
    );
    expect([...new Set(nodes), node]).toEqual([null, null]);
    const seen = await ask<{ networkTraffic: { upBytes: string }[]; psxDevice: { traffic: { upBytes: string }[] } }>(
      who(),
      `{ networkTraffic(timeRange: ${range}) { upBytes } psxDevice(name: "${limitedDevice}") { traffic(timeRange: ${range}) { upBytes } } }`,
    );
    expect(seen.networkTraffic).toEqual(seen.psxDevice.traffic);
    const { psxDevice, search } = await ask<{ psxDevice: unknown; search: unknown[] }>(
      who(),
      '{ psxDevice(name: "66.1") { name } search(text: "66.1") { __typename } }',
    );
    expect([psxDevice, search]).toEqual([null, []]);
  });

  it('has the same limits over the REST routes', async () => {
    const rows = (await (await api.ask('/api/anomalies?limit=all', who())).json()) as { IdPSX: number }[];
    const all = (await (await api.ask('/api/anomalies?limit=all', api.people.admin)).json()) as { IdPSX: number }[];
    expect(new Set(rows.map(({ IdPSX }) => IdPSX))).toEqual(new Set([3]));
    expect(new Set(all.map(({ IdPSX }) => IdPSX)).size).toBeGreaterThan(1);
  });

  it('hears of it alone in the feed, on every transport', async () => {
    const socket = await api.socket(api.stranger);
    const key = { authorization: `Bearer ${keyText.limited}` };
    socket.send({ type: 'connection_init', payload: key });
    await socket.next();
    const before = await begun();
    socket.subscribe(
      '1',
      'subscription { anomalyEvents { ... on AnomalyEvent { anomaly { reason device { name } } } } }',
    );
    socket.subscribe('2', 'subscription { trafficUpdates { network { upBytes } devices { device { name } } } }');
    const rest = await api.ask('/api/anomalies/stream', who());
    const [hidden, seen] = [ofDevice('66.1')[0]!, ofDevice(limitedDevice)[0]!];
    const totals = ['66.1', limitedDevice, null].map((device, n) => ({
      slotStart: seeded.lastSlot,
      device,
      reportedAt: seeded.lastSlot,
      late: false,
      subscribers: 1,
      upBytes: 10 ** n,
      downBytes: 0,
    }));
    await vi.waitFor(async () => expect(await begun()).toBe(before + 2), { interval: 2, timeout: 10_000 });
    api.feed.publish(
      'anomaly',
      [hidden, seen].map((one, n) => eventOf('updated', seeded.lastSlot + 1200, n, one)),
    );
    api.feed.publish('slot', [{ slotStart: seeded.lastSlot, totals: totals.toReversed() }]);
    const heard = JSON.stringify([await socket.next(), await socket.next()]);
    expect(heard).toContain(limitedDevice);
    expect(heard).toContain('"upBytes":"10"');
    expect(heard).not.toContain('66.1');
    const reader = rest.body!.pipeThrough(new TextDecoderStream()).getReader();
    let told = '';
    while (!told.includes('data:')) told += (await reader.read()).value ?? '';
    expect(told).toContain(seen.id);
    expect(told).not.toContain(hidden.id);
    await reader.cancel();
    socket.socket.close();
  });
});

const range = '{ from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z" }, resolution: HOUR';

describe('who is limited to a device', () => {
  it('acts on what is of it alone', async () => {
    const { anomalies } = await ask<Listed>(api.people.admin, listed);
    const other = anomalies.edges.find(({ node }) => node.device.name !== limitedDevice)!.node;
    const acknowledge =
      'mutation ($input: AcknowledgeInput!) { acknowledge(input: $input) { outcomes { __typename } } }';
    const input = { anomalies: [{ id: other.id, version: 0 }] };
    expect(await ask(api.people.limited, acknowledge, { input })).toEqual({
      acknowledge: { outcomes: [{ __typename: 'AnomalyNotFound' }] },
    });
    const mute = (scope: object) =>
      api.query(api.people.limited, 'mutation ($input: MuteInput!) { mute(input: $input) { change } }', {
        input: { scope, until: '2030-01-01T00:00:00Z', reason: 'a test' },
      });
    const here = seeded.model.subscribers().find(({ device }) => device === limitedDevice)!.subscriber;
    expect((await mute({ subscriber: 'somebody elsewhere' })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await mute({ cohort: 'on plan P3' })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await mute({ subscriber: here })).errors).toBeUndefined();
  });
});

describe('a verdict on an anomaly of another device', () => {
  it('holds for those like it, and who thought so is not told to who does not see that anomaly', async () => {
    const suppressed = `{ anomalies(first: 500, filter: { includeSuppressed: true }) {
      edges { node { id kind device { name } triage { version } subscriber { number } suppression { actor reason } } }
    } }`;
    interface Node {
      readonly id: string;
      readonly kind: string;
      readonly device: { readonly name: string };
      readonly triage: { readonly version: number };
      readonly subscriber: { readonly number: string } | null;
      readonly suppression: { readonly actor: string; readonly reason: string } | null;
    }
    const nodes = async (who: Asker): Promise<Node[]> =>
      (await ask<{ anomalies: { edges: { node: Node }[] } }>(who, suppressed)).anomalies.edges.map(({ node }) => node);
    const all = (await nodes(api.people.admin)).filter(({ subscriber }) => subscriber !== null);
    const isAlike = (a: Node, b: Node): boolean => a.kind === b.kind && a.subscriber!.number === b.subscriber!.number;
    const [judged, alike] = all
      .filter(({ device }) => device.name !== limitedDevice)
      .flatMap((there) =>
        all
          .filter((one) => one.device.name === limitedDevice && isAlike(one, there))
          .map((one) => [there, one] as const),
      )[0]!;
    const input = {
      anomalies: [{ id: judged.id, version: judged.triage.version }],
      verdict: 'BACKUP',
      comment: 'a test of ours',
    };
    await ask(api.people.analyst, 'mutation ($input: SetVerdictInput!) { setVerdict(input: $input) { change } }', {
      input,
    });
    const shownTo = async (who: Asker) => (await nodes(who)).find(({ id }) => id === alike.id)!.suppression;
    expect(await shownTo(api.people.admin)).toEqual({ actor: 'analyst', reason: 'a test of ours' });
    expect(await shownTo(api.people.limited)).toEqual({ actor: '', reason: '' });
  });
});
