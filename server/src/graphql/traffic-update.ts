/** TrafficUpdate, the totals of a slot that closed just now, and the subscription that tells of the newest. */
import type { DeviceScope } from '../access/policy.ts';
import type { SlotTotals } from '../domain/sample.ts';
import type { TrafficPoint } from '../history/history.ts';
import type { ClosedSlotNotice } from '../live/feed.ts';
import { builder } from './builder.ts';
import { namedDevice } from './device-list.ts';
import { PsxDeviceRef } from './object-refs.ts';
import { paced } from './paced.ts';
import { TrafficPointRef } from './traffic.ts';

/** Least time between two updates of one client: at most four a second. */
export const trafficUpdateIntervalMs = 250;

interface DeviceTrafficPoint {
  readonly device: string;
  readonly point: TrafficPoint;
}

interface TrafficUpdate {
  readonly slotStart: number;
  readonly network: TrafficPoint;
  readonly devices: readonly DeviceTrafficPoint[];
}

type Totals = Pick<SlotTotals, 'slotStart' | 'subscribers' | 'upBytes' | 'downBytes'>;

const pointOf = (totals: Totals, intervalSeconds: number): TrafficPoint => ({
  start: totals.slotStart,
  intervalSeconds,
  upBytes: totals.upBytes,
  downBytes: totals.downBytes,
  subscribers: totals.subscribers,
});

function toUpdate({ slotStart, totals }: ClosedSlotNotice, intervalSeconds: number): TrafficUpdate {
  const network = totals.find(({ device }) => device === null);
  const empty: Totals = { slotStart, subscribers: 0, upBytes: 0, downBytes: 0 };
  return {
    slotStart,
    network: pointOf(network ?? empty, intervalSeconds),
    devices: totals.flatMap((row) =>
      row.device === null || row.late ? [] : [{ device: row.device, point: pointOf(row, intervalSeconds) }],
    ),
  };
}

/** For who is limited to some devices, their sum is the network. */
function seenBy(devices: DeviceScope, notice: ClosedSlotNotice): ClosedSlotNotice {
  if (devices === null) return notice;
  const seen = notice.totals.filter(({ device, late }) => device !== null && devices.has(device) && !late);
  const sum = (of: 'upBytes' | 'downBytes' | 'subscribers'): number => seen.reduce((all, row) => all + row[of], 0);
  const first = notice.totals[0];
  if (first === undefined) return notice;
  const sums = { upBytes: sum('upBytes'), downBytes: sum('downBytes'), subscribers: sum('subscribers') };
  return { ...notice, totals: [{ ...first, ...sums, device: null, late: false }, ...seen] };
}

const DeviceTrafficPointRef = builder.objectRef<DeviceTrafficPoint>('DeviceTrafficPoint');
DeviceTrafficPointRef.implement({
  description: 'Traffic of one device in a slot that closed just now.',
  fields: (t) => ({
    device: t.field({
      type: PsxDeviceRef,
      description: 'The device.',
      resolve: ({ device }, _args, { loaders }) => namedDevice(device, loaders.device),
    }),
    point: t.field({ type: TrafficPointRef, description: 'Its traffic.', resolve: ({ point }) => point }),
  }),
});

const TrafficUpdateRef = builder.objectRef<TrafficUpdate>('TrafficUpdate');
TrafficUpdateRef.implement({
  description: 'The totals of a slot that closed just now.',
  fields: (t) => ({
    slotStart: t.expose('slotStart', { type: 'DateTime', description: 'First moment of the slot.' }),
    network: t.field({
      type: TrafficPointRef,
      description: 'Traffic of the whole network, each subscriber counted once.',
      resolve: ({ network }) => network,
    }),
    devices: t.field({
      type: [DeviceTrafficPointRef],
      description: 'Traffic of each device that reported.',
      resolve: ({ devices }) => [...devices],
    }),
  }),
});

builder.subscriptionField('trafficUpdates', (t) =>
  t.field({
    type: TrafficUpdateRef,
    description:
      'The newest closed slot, at most four times a second. Slots that close in between are left out: read `networkTraffic` for all of them.',
    subscribe: (_root, _args, { feed }) =>
      paced(feed.subscribe('slot', { capacity: 1, overflow: 'drop-oldest' }), trafficUpdateIntervalMs),
    resolve: (notice, _args, { status, actor }) =>
      toUpdate(seenBy(actor.devices, notice), status.current().slotSeconds),
  }),
);
