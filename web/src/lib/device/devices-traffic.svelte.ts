/** All devices with their traffic over the range of the page, for everything on the page that shows them. */
import { trafficRows } from '#lib/charts/from-api.ts';
import type { TrafficRow } from '#lib/charts/rows.ts';
import { getDashboard } from '#lib/dashboard.ts';
import { DevicesTrafficDocument } from '#lib/graphql/generated/graphql.ts';
import type { DevicesTrafficQuery, DevicesTrafficQueryVariables } from '#lib/graphql/generated/graphql.ts';
import { watchQuery } from '#lib/graphql/watch.svelte.ts';
import type { Watched } from '#lib/graphql/watch.svelte.ts';
import { devicesAtOnce } from './devices-at-once.ts';
import { spanOf, stepMsOf } from '#lib/time-range/time-range.ts';
import type { TimeSpan } from '#lib/time-range/time-range.ts';
import type { PageRange } from '#lib/time-range/page-range.svelte.ts';

type Device = DevicesTrafficQuery['psxDevices']['edges'][number]['node'] & { readonly rows: readonly TrafficRow[] };

export interface DevicesTraffic {
  readonly query: Watched<DevicesTrafficQuery, DevicesTrafficQueryVariables>;
  readonly devices: readonly Device[];
  /** Undefined until there is an answer. */
  readonly span: TimeSpan | undefined;
  readonly stepMs: number;
}

/** Call while a component is set up. */
export function watchDevicesTraffic(range: PageRange): DevicesTraffic {
  const { feed } = getDashboard();
  const query = watchQuery(
    DevicesTrafficDocument,
    () => range.timeRange && { ...devicesAtOnce(range.span!, feed.slotMs), timeRange: range.timeRange },
  );
  const stepMs = $derived(stepMsOf(query.askedWith?.resolution ?? 'TEN_MINUTES', feed.slotMs));
  const span = $derived(query.askedWith && spanOf(query.askedWith.timeRange));
  const devices = $derived(
    (query.data?.psxDevices.edges ?? []).map(({ node }) => ({ ...node, rows: trafficRows(node.traffic, stepMs) })),
  );
  return {
    query,
    get devices() {
      return devices;
    },
    get span() {
      return span;
    },
    get stepMs() {
      return stepMs;
    },
  };
}
