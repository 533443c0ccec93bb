/** What the dashboard's pages ask, each time about another subscriber, device, anomaly or range. */
import type { GraphqlClient } from './graphql-client.ts';
import {
  daySeconds,
  deviceCount,
  deviceName,
  endOf,
  slotSeconds,
  subscriberNumber,
  type Dimensions,
} from './dimensions.ts';

export interface DashboardQuestion {
  readonly title: string;
  /** The operation of the dashboard. */
  readonly operation: string;
  /** What 99 of 100 answers shall not exceed. */
  readonly aimMs: number;
  readonly variables: (below: (end: number) => number) => object;
}

const aimMs = 50;
const totalsAimMs = 200;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** `client` is asked for ids that exist. */
export async function dashboardQuestions(
  dimensions: Dimensions,
  client: GraphqlClient,
): Promise<readonly DashboardQuestion[]> {
  const ids = await someAnomalyIds(client);
  /** The newest days, or a range that ends up to half of history earlier: people look at both. */
  const days = (most: number, below: (end: number) => number): { from: string; to: string } => {
    const length = Math.min(most, dimensions.days);
    const earlier = below(2) * below(Math.max(1, (dimensions.days - length) * (daySeconds / slotSeconds)));
    const to = endOf(dimensions) - earlier * slotSeconds;
    return { from: iso(to - length * daySeconds), to: iso(to) };
  };
  const subscriber = (below: (end: number) => number): string => subscriberNumber(below(dimensions.subscribers));
  const device = (below: (end: number) => number): string => deviceName(below(deviceCount));
  const filters = [{}, { status: 'OPEN' }, { severities: ['CRITICAL'] }, { alerted: true }];

  return [
    {
      title: 'overview: status and open anomalies',
      operation: 'IngestStatus',
      aimMs,
      variables: () => ({}),
    },
    {
      title: 'overview: closed in 7 days',
      operation: 'RecentlyClosed',
      aimMs,
      variables: (below) => ({ first: 50, during: days(7, below) }),
    },
    {
      title: 'overview: all devices, 7 days',
      operation: 'DevicesTraffic',
      aimMs,
      variables: (below) => ({ first: 50, timeRange: days(7, below), resolution: 'HOUR' }),
    },
    {
      title: 'anomalies: a page of 50',
      operation: 'Anomalies',
      aimMs,
      variables: (below) => ({
        first: 50,
        filter: below(5) === 0 ? { device: device(below), during: days(7, below) } : filters[below(filters.length)],
      }),
    },
    {
      title: 'one anomaly with its events',
      operation: 'Anomaly',
      aimMs,
      variables: (below) => ({ id: ids[below(ids.length)] }),
    },
    ...[7, 30].map((length) => ({
      title: `one subscriber, ${length} days`,
      operation: 'SubscriberPage',
      aimMs,
      variables: (below: (end: number) => number) => ({ number: subscriber(below), timeRange: days(length, below) }),
    })),
    {
      title: 'one device, 7 days',
      operation: 'DevicePage',
      aimMs,
      variables: (below) => ({ name: device(below), timeRange: days(7, below), resolution: 'TEN_MINUTES' }),
    },
    ...[7, 30].map((length) => ({
      title: `network: traffic, ${length} days`,
      operation: 'NetworkTraffic',
      aimMs: totalsAimMs,
      variables: (below: (end: number) => number) => ({
        timeRange: days(length, below),
        resolution: length > 7 ? 'HOUR' : 'TEN_MINUTES',
      }),
    })),
    ...[1, 7, 30].map((length) => ({
      title: `network: totals, ${length} days`,
      operation: 'Totals',
      aimMs: totalsAimMs,
      variables: (below: (end: number) => number) => ({ timeRange: days(length, below) }),
    })),
  ];
}

async function someAnomalyIds(client: GraphqlClient): Promise<string[]> {
  const { anomalies } = (await client.ask('{ anomalies(first: 500) { edges { node { id } } } }')) as {
    anomalies: { edges: { node: { id: string } }[] };
  };
  return anomalies.edges.map(({ node }) => node.id);
}
