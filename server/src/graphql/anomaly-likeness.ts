/** How long an anomaly lasts, and which others are like it. */
import { durationOf } from '../domain/anomaly-duration.ts';
import { similarCandidates, stepsPerDoubling, stepsPerUploadShare, type SimilarAnomaly } from '../history/likeness.ts';
import { builder } from './builder.ts';
import { dataEndOf } from './data-end.ts';
import { checkFewRows, fewRowsArgument } from './few-rows.ts';
import { AnomalyRef } from './object-refs.ts';
import { lookUpsOf } from './field-costs.ts';

const SimilarAnomalyRef = builder.objectRef<SimilarAnomaly>('SimilarAnomaly');
SimilarAnomalyRef.implement({
  description: 'An anomaly that is like another.',
  fields: (t) => ({
    anomaly: t.field({ type: AnomalyRef, description: 'The other one.', resolve: ({ anomaly }) => anomaly }),
    distance: t.exposeFloat('distance', {
      description: `How unlike the two are, from 0, in steps: ${stepsPerDoubling} × |log2 of the quotient of the rates at detection, both directions, a byte a second added to each| + ${stepsPerUploadShare} × |difference of the upload shares| + ${stepsPerDoubling} × |log2 of the quotient of the durations|. So twice the rate, ten points of upload share and twice the duration are one step each.`,
    }),
  }),
});

builder.objectFields(AnomalyRef, (t) => ({
  duration: t.field({
    type: 'Duration',
    description:
      'From the start of the first unusual slot to the end of the last one; to the end of the newest data while it is open.',
    resolve: (anomaly, _args, { status }) => durationOf(anomaly, dataEndOf(status.current()) ?? anomaly.detectedAt),
  }),
  similar: t.field({
    type: [SimilarAnomalyRef],
    description: `Other anomalies of the same kind, of whichever subscriber or device, the most alike first, then by id. Compared with the ${similarCandidates} of the kind that were detected last. Counts for ${lookUpsOf('Anomaly.similar')} look-ups.`,
    args: fewRowsArgument('anomalies', 5),
    resolve: async (anomaly, { first }, { history, status }) => {
      const limit = checkFewRows(first);
      const now = dataEndOf(status.current()) ?? anomaly.detectedAt;
      return history.similarAnomalies(anomaly, now, limit);
    },
  }),
}));
