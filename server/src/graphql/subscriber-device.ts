/** SubscriberDevice, a device that carried traffic of a subscriber. */
import type { SubscriberDevice } from '../history/history.ts';
import { builder } from './builder.ts';
import { namedDevice } from './device-list.ts';
import { PsxDeviceRef, SubscriberRef } from './object-refs.ts';

const SubscriberDeviceRef = builder.objectRef<SubscriberDevice>('SubscriberDevice');
SubscriberDeviceRef.implement({
  description: 'A device that carried traffic of a subscriber.',
  fields: (t) => ({
    device: t.field({
      type: PsxDeviceRef,
      description: 'The device.',
      resolve: ({ device }, _args, { loaders }) => namedDevice(device, loaders.device),
    }),
    lastSeen: t.expose('lastSeen', {
      type: 'DateTime',
      description:
        "Start of the newest slot with the subscriber's traffic through it; of the hour, once the samples have expired.",
    }),
  }),
});

builder.objectField(SubscriberRef, 'devices', (t) =>
  t.field({
    type: [SubscriberDeviceRef],
    description:
      'All devices that ever carried traffic of the subscriber, the newest first, then by name. Counts for a look-up.',
    resolve: async ({ subscriber }, _args, { loaders }) => {
      return [...(await loaders.devicesOfSubscriber.load(subscriber))];
    },
  }),
);
