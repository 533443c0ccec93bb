/** Anomaly, a stretch of traffic that is unusual for its subscriber, with its explanation. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { SubscriberRow } from '../history/history.ts';
import { AnomalyEventRef } from './anomaly-event.ts';
import { AnomalyFilterRef, AnomalyKindRef, AnomalyStatusRef, SeverityRef, toHistoryFilter } from './anomaly-filter.ts';
import { anomalyConnection } from './anomaly-list.ts';
import { builder } from './builder.ts';
import { connectionArguments } from './connection-type.ts';
import { unseenDevice } from './device-list.ts';
import { ExpectedRateRef } from './expected-rate.ts';
import { NodeRef } from './node.ts';
import { AnomalyConnectionRef, AnomalyRef, PsxDeviceRef, SubscriberRef } from './object-refs.ts';

/** Retention may have removed the samples that the subscriber's row is made of; the anomaly still knows this much. */
const subscriberOf = (anomaly: Anomaly): SubscriberRow => ({
  subscriber: anomaly.subscriber,
  firstSeen: anomaly.openedAt,
  lastSeen: anomaly.openedAt,
  device: anomaly.device,
});

AnomalyRef.implement({
  description:
    'A stretch of traffic that is unusual for its subscriber. Kind, severity, score, expected band and reason are as they were at detection and never change afterwards.',
  interfaces: [NodeRef],
  fields: (t) => ({
    subscriber: t.field({
      type: SubscriberRef,
      description: 'Whose traffic it is.',
      resolve: async (anomaly, _args, { loaders }) =>
        (await loaders.subscriber.load(anomaly.subscriber)) ?? subscriberOf(anomaly),
    }),
    device: t.field({
      type: PsxDeviceRef,
      description: "The device that carried most of the subscriber's traffic at detection.",
      resolve: async ({ device }, _args, { loaders }) => (await loaders.device.load(device)) ?? unseenDevice(device),
    }),
    kind: t.expose('kind', { type: AnomalyKindRef, description: 'What changed.' }),
    severity: t.expose('severity', { type: SeverityRef, description: 'How urgent it is.' }),
    status: t.field({
      type: AnomalyStatusRef,
      description: 'Whether it is still going on.',
      resolve: ({ closedAt }) => (closedAt === null ? 'OPEN' : 'CLOSED'),
    }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'Start of the first unusual slot.' }),
    detectedAt: t.expose('detectedAt', {
      type: 'DateTime',
      description: 'End of the slot at which the rule could first know.',
    }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'End of the last unusual slot, once enough usual ones followed; null while open.',
    }),
    upBitsPerSecond: t.float({
      description: 'Observed mean rate sent by the subscriber from opening to detection, bit/s.',
      resolve: (anomaly) => anomaly.upBytesPerSecond * 8,
    }),
    downBitsPerSecond: t.float({
      description: 'Observed mean rate received by the subscriber from opening to detection, bit/s.',
      resolve: (anomaly) => anomaly.downBytesPerSecond * 8,
    }),
    expectedUp: t.field({
      type: ExpectedRateRef,
      description: 'What was usual for sending at detection.',
      resolve: ({ expected }) => ({ low: expected.lowUp, usual: expected.usualUp, high: expected.highUp }),
    }),
    expectedDown: t.field({
      type: ExpectedRateRef,
      description: 'What was usual for receiving at detection.',
      resolve: ({ expected }) => ({ low: expected.lowDown, usual: expected.usualDown, high: expected.highDown }),
    }),
    score: t.exposeFloat('score', {
      description: 'How unusual it was at detection: a z-score, the least of the slots that made the rule fire.',
    }),
    peakScore: t.exposeFloat('peakScore', { description: 'The largest z-score of any slot so far.' }),
    slots: t.exposeInt('slots', { description: 'Unusual slots so far.' }),
    excessBytes: t.expose('excessBytes', {
      type: 'ByteCount',
      description: 'Volume above what is usual over the unusual slots so far, both directions, bytes.',
    }),
    reason: t.exposeString('reason', { description: 'Why it was flagged, one sentence in plain English.' }),
    ruleVersion: t.string({
      nullable: true,
      description:
        'Version of the rule that opened it, as in `DetectionRule.version`. Null when it was found before versions were kept.',
      resolve: ({ ruleVersion }) => ruleVersion || null,
    }),
    events: t.field({
      type: [AnomalyEventRef],
      description: 'What happened to it, oldest first: opened, updated, closed.',
      resolve: async ({ id }, _args, { loaders }) => (await loaders.anomalyEvents.load(id)) ?? [],
    }),
  }),
});

builder.objectField(AnomalyConnectionRef, 'totalCount', (t) =>
  t.int({
    description: 'Anomalies in the whole list, on all pages. Counted only when asked for.',
    resolve: ({ filter }, _args, { history }) => history.countAnomalies(filter),
  }),
);

builder.queryField('anomalies', (t) =>
  t.field({
    type: AnomalyConnectionRef,
    description: 'Anomalies, newest first (by time of detection, then id).',
    args: {
      ...connectionArguments(),
      filter: t.arg({ type: AnomalyFilterRef, description: 'Which anomalies; all when not given.' }),
    },
    resolve: (_root, { filter, ...args }, context) => anomalyConnection(toHistoryFilter(filter), args, context),
  }),
);
