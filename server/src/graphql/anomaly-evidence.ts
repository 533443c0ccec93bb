/** The evidence of an anomaly: how the slots around it were judged. */
import { durationOf } from '../domain/anomaly-duration.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { TimeRange } from '../history/history.ts';
import { BaselinePointRef } from './baseline.ts';
import { builder } from './builder.ts';
import { dataEndOf } from './data-end.ts';
import { clientError } from './errors.ts';
import { AnomalyRef } from './object-refs.ts';
import { checkSeriesRange } from './time-range.ts';
import { lookUpsOf } from './field-costs.ts';

const mostPaddingHours = 48;
const mostDays = 7;

/** From the hours before the first unusual slot to as many hours after the last one. */
function rangeAround(anomaly: Anomaly, paddingHours: number, dataEnd: EpochSeconds | null): TimeRange {
  const { openedAt, detectedAt } = anomaly;
  const padding = paddingHours * 3600;
  const end = openedAt + durationOf(anomaly, dataEnd ?? detectedAt);
  return { from: Math.max(0, openedAt - padding), to: Math.min(end + padding, openedAt + mostDays * 86_400) };
}

builder.objectField(AnomalyRef, 'evidence', (t) =>
  t.field({
    type: [BaselinePointRef],
    nullable: true,
    description: `How the slots around it were judged, in time order: from some hours before the first unusual slot to as many after the last one, or to the newest data while it is open; at most ${mostDays} days from the first unusual slot on. Empty once the samples have expired. Null for an anomaly of a device: see the traffic of its \`device\`. Counts for ${lookUpsOf('Anomaly.evidence')} look-ups.`,
    args: {
      paddingHours: t.arg.int({
        required: true,
        defaultValue: 6,
        description: `Hours before and after it: 0 to ${mostPaddingHours}.`,
      }),
    },
    resolve: async (anomaly, { paddingHours }, context) => {
      if (paddingHours < 0 || paddingHours > mostPaddingHours) {
        const expected = `expected 0 to ${mostPaddingHours}`;
        throw clientError('BAD_USER_INPUT', `The argument "paddingHours" is ${paddingHours}; ${expected}`);
      }
      if (anomaly.subscriber === null) return null;
      const range = rangeAround(anomaly, paddingHours, dataEndOf(context.status.current()));
      const checked = checkSeriesRange(range, 'slot', context);
      return context.baseline.baseline(anomaly.subscriber, checked);
    },
  }),
);
