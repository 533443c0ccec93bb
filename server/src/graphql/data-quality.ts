/** DataQuality, how much of what happened is known: late devices, lost rows, slots without a report. */
import type { TimeRange } from '../history/history.ts';
import type { DeviceQuality } from '../history/quality.ts';
import { AccountingRef, DroppedRowsRef } from './accounting.ts';
import { builder } from './builder.ts';
import { listDevices, namedDevice } from './device-list.ts';
import { PsxDeviceRef } from './object-refs.ts';
import { checkRange, TimeRangeRef } from './time-range.ts';

const rangeArgument = () =>
  builder.args((t) => ({
    timeRange: t.field({ type: TimeRangeRef, required: true, description: 'Over which time.' }),
  }));

const DeviceQualityRef = builder.objectRef<DeviceQuality>('DeviceQuality');
DeviceQualityRef.implement({
  description: 'How well a device told what went on behind it, over a range of time.',
  fields: (t) => ({
    device: t.field({
      type: PsxDeviceRef,
      description: 'The device.',
      resolve: ({ device }, _args, { loaders }) => namedDevice(device, loaders.device),
    }),
    accounting: t.field({
      type: AccountingRef,
      description: 'The account of its files whose snapshots were taken in the range.',
      resolve: ({ accounting }) => accounting,
    }),
    expectedSlots: t.exposeInt('expectedSlots', {
      description:
        'Slots of the range that it should have reported: those that are closed, from the first one on that it ever reported, or that any device did if it never has.',
    }),
    reportedSlots: t.exposeInt('reportedSlots', {
      description: 'Slots of the range that it reported, late or without any subscriber too.',
    }),
    coverage: t.float({
      nullable: true,
      description: 'Part of the expected slots that it reported, 0 to 1; null when none was expected.',
      resolve: ({ expectedSlots, reportedSlots }) =>
        expectedSlots === 0 ? null : Math.min(1, reportedSlots / expectedSlots),
    }),
  }),
});

const DataQualityRef = builder.objectRef<TimeRange>('DataQuality');
DataQualityRef.implement({
  description:
    'How much of what happened is known. The account of all time, each dead letter, and the files that could not be read at all are in `ingest`.',
  fields: (t) => ({
    accounting: t.field({
      type: AccountingRef,
      description: 'The account of the files whose snapshots were taken in the range: late rows, and drops by reason.',
      resolve: (range, _args, { history }) => history.accounting(range),
    }),
    deadLetters: t.field({
      type: [DroppedRowsRef],
      description:
        'Rows of these files that are kept aside as dead letters, by reason; fewer than were dropped once they expired, or where a file had more than 10,000.',
      resolve: async (range, _args, { history }) => [...(await history.deadLetterCounts(range))],
    }),
    devices: t.field({
      type: [DeviceQualityRef],
      description: 'Each device, those that never reported included, ordered by name as text.',
      resolve: async (range, _args, context) => {
        const names = (await listDevices(context)).map(({ device }) => device);
        return [...(await context.history.deviceQuality(names, range)).values()];
      },
    }),
    lateDevices: t.field({
      type: [PsxDeviceRef],
      description:
        'Devices that are behind at this moment, whatever the range: those that never reported, then the largest `lag` first. Empty while all keep up.',
      resolve: async (_range, _args, context) =>
        (await listDevices(context))
          .filter(({ lagSeconds }) => lagSeconds !== 0)
          .toSorted((a, b) => (b.lagSeconds ?? Infinity) - (a.lagSeconds ?? Infinity) || 0),
    }),
  }),
});

builder.queryField('dataQuality', (t) =>
  t.field({
    type: DataQualityRef,
    description: 'How much of what happened in a range of time is known.',
    args: rangeArgument(),
    resolve: (_root, { timeRange }) => checkRange(timeRange),
  }),
);

builder.objectFields(PsxDeviceRef, (t) => ({
  dataQuality: t.field({
    type: DeviceQualityRef,
    description: 'How well the device told what went on behind it.',
    args: rangeArgument(),
    resolve: ({ device }, { timeRange }, { loaders }) =>
      loaders.deviceQuality.load({ device, range: checkRange(timeRange) }),
  }),
  trafficShare: t.float({
    nullable: true,
    description:
      'Its part of the traffic through all devices in the slots that start in the range, both directions, 0 to 1; null when there was none.',
    args: rangeArgument(),
    resolve: ({ device }, { timeRange }, { loaders }) =>
      loaders.deviceShare.load({ device, range: checkRange(timeRange) }),
  }),
}));
