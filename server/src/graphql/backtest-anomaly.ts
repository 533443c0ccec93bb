/** BacktestAnomaly, an anomaly as a rule on trial would have told it: not one of history, so it is no Node. */
import type { Anomaly } from '../domain/anomaly.ts';
import { AnomalyKindRef, SeverityRef } from './anomaly-filter.ts';
import { builder } from './builder.ts';

export const BacktestAnomalyRef = builder.objectRef<Anomaly>('BacktestAnomaly');
BacktestAnomalyRef.implement({
  description: 'An anomaly of one of the two rules of a backtest. It is not in history: no list has it.',
  fields: (t) => ({
    subscriberNumber: t.exposeString('subscriber', {
      nullable: true,
      description: "The ISP's own number of the subscriber; null for an anomaly of a device.",
    }),
    subscriberId: t.id({
      nullable: true,
      description: 'The `id` of the subscriber; null for an anomaly of a device.',
      resolve: ({ subscriber }, _args, { sealer }) =>
        subscriber === null ? null : sealer.seal('node', `Subscriber:${subscriber}`),
    }),
    deviceName: t.exposeString('device', {
      description: 'The device that carried most of the traffic at detection, or that the anomaly is of.',
    }),
    kind: t.expose('kind', { type: AnomalyKindRef, description: 'What changed.' }),
    severity: t.expose('severity', { type: SeverityRef, description: 'How urgent it is.' }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'Start of the first unusual slot.' }),
    detectedAt: t.expose('detectedAt', {
      type: 'DateTime',
      description: 'End of the slot at which the rule could first know.',
    }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'End of the last unusual slot; null when it was still open at the end of the range.',
    }),
    alerted: t.exposeBoolean('alerted', {
      description: "Whether it is within the rule's budget of alerts of the day.",
    }),
    score: t.exposeFloat('score', { description: 'How unusual it was at detection, as `Anomaly.score`.' }),
    reason: t.exposeString('reason', { description: 'Why it was flagged, one sentence in plain English.' }),
  }),
});
