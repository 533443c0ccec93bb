/** Anomaly, a stretch of traffic that is unusual for its subscriber, with its explanation. */
import { hintOf } from '../domain/anomaly-hint.ts';
import { mostCountedScore } from '../domain/explanation.ts';
import { toBitsPerSecond } from '../domain/traffic.ts';
import { AnomalyEventRef } from './anomaly-event.ts';
import { AnomalyFilterRef, AnomalyKindRef, AnomalyStatusRef, SeverityRef, toHistoryFilter } from './anomaly-filter.ts';
import { anomalyConnection } from './anomaly-list.ts';
import { AnomalyOrderRef, toAnomalyOrder } from './anomaly-order.ts';
import { asksOnly } from './asked-fields.ts';
import { bareSubscriber } from './bare-subscriber.ts';
import { builder } from './builder.ts';
import { connectionArguments } from './connection-type.ts';
import { namedDevice, unseenDevice } from './device-list.ts';
import { downBandOf, ExpectedRateRef, upBandOf } from './expected-rate.ts';
import { NodeRef } from './node.ts';
import { AnomalyConnectionRef, AnomalyRef, PsxDeviceRef, SubscriberRef } from './object-refs.ts';

/** A chance beyond what a Float holds is as good as never. */
const daysOf = (score: number): number => 10 ** Math.min(score, mostCountedScore);

AnomalyRef.implement({
  description:
    'A stretch of traffic that is unusual for its subscriber, or for a device as a whole. Kind, severity, score, expected band, comparison and reason are as they were at detection and never change afterwards.',
  interfaces: [NodeRef],
  fields: (t) => ({
    subscriber: t.field({
      type: SubscriberRef,
      nullable: true,
      description: 'Whose traffic it is; null for an anomaly of a device (DEVICE_OUTAGE, DEVICE_SHIFT).',
      resolve: async (anomaly, _args, { loaders }, info) => {
        const { subscriber, openedAt, device } = anomaly;
        if (subscriber === null) return null;
        const seen = asksOnly(info, 'number') ? null : await loaders.subscriber.load(subscriber);
        return seen ?? bareSubscriber(subscriber, openedAt, device);
      },
    }),
    device: t.field({
      type: PsxDeviceRef,
      description: "The device that carried most of the subscriber's traffic at detection, or that the anomaly is of.",
      resolve: ({ device }, _args, { loaders }, info) =>
        asksOnly(info, 'name') ? unseenDevice(device) : namedDevice(device, loaders.device),
    }),
    kind: t.expose('kind', { type: AnomalyKindRef, description: 'What changed.' }),
    hint: t.string({
      description: 'What its kind may be a sign of, in lower case without a full stop. No proof.',
      resolve: ({ kind }) => hintOf(kind),
    }),
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
      description: 'Mean rate sent in the slot at whose end it was detected, bit/s.',
      resolve: (anomaly) => toBitsPerSecond(anomaly.upBytesPerSecond),
    }),
    downBitsPerSecond: t.float({
      description: 'Mean rate received in the slot at whose end it was detected, bit/s.',
      resolve: (anomaly) => toBitsPerSecond(anomaly.downBytesPerSecond),
    }),
    expectedUp: t.field({
      type: ExpectedRateRef,
      description: 'What was usual for sending at that hour.',
      resolve: ({ expected }) => upBandOf(expected),
    }),
    expectedDown: t.field({
      type: ExpectedRateRef,
      description: 'What was usual for receiving at that hour.',
      resolve: ({ expected }) => downBandOf(expected),
    }),
    uploadShare: t.exposeFloat('uploadShare', {
      description: 'Part of the traffic of that slot that was upload, 0 to 1.',
    }),
    usualUploadShare: t.exposeFloat('usualUploadShare', {
      description: 'Part of the traffic that usually is upload, 0 to 1.',
    }),
    cohort: t.string({
      nullable: true,
      description:
        'With whom the upload is compared, as the end of a sentence: "on plan P3", "of the network". Null without a comparison: for a device, and while too few slots were counted.',
      resolve: ({ comparison }) => comparison?.cohort ?? null,
    }),
    cohortShareBelow: t.float({
      nullable: true,
      description: "Part of the cohort's slots with less upload, 0 to 1; null without a comparison.",
      resolve: ({ comparison }) => comparison?.shareBelow ?? null,
    }),
    alerted: t.exposeBoolean('alerted', {
      description:
        "Whether it is within the day's budget of alerts (alertsPerMillionPerDay of the rule). The others are held back: kept and listed, for whoever has time for more.",
    }),
    score: t.exposeFloat('score', {
      description:
        'How unusual it was at detection: -log10 of the chance that a usual subscriber shows as much on a day. For a device, how far beyond its usual shifts it was, at most 9.',
    }),
    peakScore: t.exposeFloat('peakScore', { description: 'The highest score of any slot so far.' }),
    oneInDays: t.float({
      nullable: true,
      description:
        'The score in days: a usual subscriber shows as much on one day in so many, 10^score. At most a million: rarer days were never counted. Null for a device, whose score is no chance.',
      resolve: ({ subscriber, score }) => (subscriber === null ? null : daysOf(score)),
    }),
    slots: t.exposeInt('slots', { description: 'Unusual slots so far.' }),
    excessBytes: t.expose('excessBytes', {
      type: 'ByteCount',
      description: 'Volume above what is usual, both directions, over the unusual slots from the detection on, bytes.',
    }),
    reason: t.exposeString('reason', {
      description: 'Why it was flagged, one sentence in plain English with the numbers of that time.',
    }),
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
    description: 'Anomalies in the whole list, on all pages: exact, however many. Counted only when asked for.',
    resolve: ({ filter }, _args, { history }) => history.countAnomalies(filter),
  }),
);

builder.queryField('anomalies', (t) =>
  t.field({
    type: AnomalyConnectionRef,
    description: 'Anomalies, newest first (by time of detection, then id) unless `orderBy` says otherwise.',
    args: {
      ...connectionArguments(),
      filter: t.arg({ type: AnomalyFilterRef, description: 'Which anomalies; all that are reported when not given.' }),
      orderBy: t.arg({
        type: [AnomalyOrderRef],
        description:
          'The first step decides, the next among equals, the id at last. A cursor of another order is the error BAD_CURSOR.',
      }),
    },
    resolve: (_root, { filter, orderBy, ...args }, context) =>
      anomalyConnection(toHistoryFilter(filter, context.sealer), args, context, toAnomalyOrder(orderBy)),
  }),
);
