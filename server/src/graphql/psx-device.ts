/** PsxDevice, a session controller that subscribers connect through. */
import { AnomalyFilterRef } from './anomaly-filter.ts';
import { anomalyConnection, filterWithin } from './anomaly-list.ts';
import { builder } from './builder.ts';
import { pageOfRows, resolveConnection } from './connection.ts';
import { connectionArguments } from './connection-type.ts';
import { compareText, listDevices, type PsxDeviceRow } from './device-list.ts';
import { NodeRef } from './node.ts';
import { AnomalyConnectionRef, PsxDeviceConnectionRef, PsxDeviceRef, SubscriberConnectionRef } from './object-refs.ts';
import { subscriberConnection } from './subscriber.ts';
import { seriesArguments, TrafficPointRef } from './traffic.ts';
import { checkSeriesRange } from './time-range.ts';

PsxDeviceRef.implement({
  description: 'A session controller (PSX) that subscribers connect through.',
  interfaces: [NodeRef],
  fields: (t) => ({
    name: t.exposeString('device', { description: 'Name in the device table, such as `62.0`.' }),
    firstSeen: t.expose('firstSeen', {
      type: 'DateTime',
      nullable: true,
      description: 'Start of the first slot with traffic of the device; null when it never reported.',
    }),
    lastSeen: t.expose('lastSeen', {
      type: 'DateTime',
      nullable: true,
      description: 'Start of the newest slot with traffic of the device; null when it never reported.',
    }),
    lag: t.field({
      type: 'Duration',
      nullable: true,
      description:
        'How far its newest slot lies behind the newest of any device: nothing while it keeps up; null when it never reported.',
      resolve: ({ lagSeconds }) => lagSeconds,
    }),
    subscriberCount: t.exposeInt('subscribers', {
      description: 'Subscribers in its newest slot; 0 when it never reported.',
    }),
    traffic: t.field({
      type: [TrafficPointRef],
      description: 'Traffic through the device, in time order.',
      args: seriesArguments(),
      resolve: ({ device }, { timeRange, resolution }, context) =>
        context.loaders.deviceTraffic
          .load({ of: device, range: checkSeriesRange(timeRange, resolution, context), resolution })
          .then((points) => [...points]),
    }),
    subscribers: t.field({
      type: SubscriberConnectionRef,
      description: 'Subscribers whose newest sample came from the device, ordered by number as text.',
      args: connectionArguments(),
      resolve: ({ device }, args, context) => subscriberConnection({ device }, args, context),
    }),
    anomalies: t.field({
      type: AnomalyConnectionRef,
      description:
        'Anomalies of the device itself, and of subscribers whose traffic went mostly through it, newest first.',
      args: {
        ...connectionArguments(),
        filter: t.arg({ type: AnomalyFilterRef, description: 'Which of them; all that are reported when not given.' }),
      },
      resolve: ({ device }, { filter, ...args }, context) =>
        anomalyConnection(filterWithin('device', device, filter, context.sealer), args, context),
    }),
  }),
});

builder.queryFields((t) => ({
  psxDevice: t.field({
    type: PsxDeviceRef,
    nullable: true,
    description: 'The device with this name; null when neither the device table nor any traffic names it.',
    args: { name: t.arg.string({ required: true, description: 'Name in the device table, such as `62.0`.' }) },
    resolve: (_root, { name }, { loaders }) => loaders.device.load(name),
  }),
  psxDevices: t.field({
    type: PsxDeviceConnectionRef,
    description: 'All devices, those that never reported included, ordered by name as text.',
    args: connectionArguments(),
    resolve: (_root, args, context) => {
      const nameOf = (row: PsxDeviceRow): string => row.device;
      const fetch = async (page: Parameters<typeof pageOfRows<PsxDeviceRow, string>>[3]) =>
        pageOfRows(await listDevices(context), nameOf, compareText, page);
      return resolveConnection({ name: 'psxDevices', keyOf: nameOf, fetch }, args, context.sealer);
    },
  }),
}));
