/** Statistics, the sums over all traffic or a range of it. */
import type { Statistics } from '../history/history.ts';
import { builder } from './builder.ts';
import { checkRange, TimeRangeRef } from './time-range.ts';

const StatisticsRef = builder.objectRef<Statistics>('Statistics');
StatisticsRef.implement({
  description: 'Sums over a range of time. Anomalies count in the range in which they were detected.',
  fields: (t) => ({
    firstSlot: t.expose('firstSlot', {
      type: 'DateTime',
      nullable: true,
      description: 'Start of the first slot with traffic; null when there is none.',
    }),
    lastSlot: t.expose('lastSlot', {
      type: 'DateTime',
      nullable: true,
      description: 'Start of the newest slot with traffic; null when there is none.',
    }),
    subscriberCount: t.exposeInt('subscribers', { description: 'Different subscribers with traffic.' }),
    sampleCount: t.exposeFloat('samples', {
      description: 'Samples: one for each subscriber, device and slot. A Float, because it may exceed 2^31.',
    }),
    upBytes: t.expose('upBytes', { type: 'ByteCount', description: 'Volume sent by subscribers, bytes.' }),
    downBytes: t.expose('downBytes', { type: 'ByteCount', description: 'Volume received by subscribers, bytes.' }),
    anomalyCount: t.exposeInt('anomalies', { description: 'Anomalies, open or closed.' }),
    openAnomalyCount: t.exposeInt('openAnomalies', { description: 'Anomalies that are still open.' }),
    alertedAnomalies: t.exposeInt('alertedAnomalies', {
      description: "Anomalies within the day's budget of alerts.",
    }),
    heldBackAnomalies: t.exposeInt('heldBackAnomalies', {
      description: 'Anomalies beyond it: together with `alertedAnomalies` they are all.',
    }),
    suppressedAnomalies: t.exposeInt('suppressedAnomalies', {
      description: 'Of all anomalies, those that a mute or a benign verdict keeps from being reported, as of now.',
    }),
    flaggedSubscriberCount: t.exposeInt('flaggedSubscribers', {
      description: 'Subscribers with at least one anomaly of their own; those of their device do not count.',
    }),
  }),
});

builder.queryField('statistics', (t) =>
  t.field({
    type: StatisticsRef,
    description: 'Sums over all of history, or over a range of it.',
    args: {
      timeRange: t.arg({ type: TimeRangeRef, description: 'Only slots that start in this range; all when not given.' }),
    },
    resolve: (_root, { timeRange }, { history }) =>
      timeRange ? history.statistics(checkRange(timeRange)) : history.statistics(),
  }),
);
