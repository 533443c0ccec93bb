/** The time range and resolution that every series asks for, and the bound on how much one answer may hold. */
import type { Resolution, TimeRange } from '../history/history.ts';
import { builder } from './builder.ts';
import type { ApiContext } from './context.ts';
import { clientError } from './errors.ts';
import { formatDateTime } from './scalars.ts';

/** Most slots or hours that one series may span. */
export const mostPoints = 10_000;

export const TimeRangeRef = builder.inputType('TimeRange', {
  description: 'A half-open stretch of time: `from` belongs to it, `to` does not.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'First moment that belongs to the range.' }),
    to: t.field({ type: 'DateTime', required: true, description: 'First moment after the range; later than `from`.' }),
  }),
});

export const ResolutionRef = builder.enumType('Resolution', {
  description: 'The length of the intervals of a series.',
  values: {
    TEN_MINUTES: {
      value: 'slot',
      description: 'One point a slot: ten minutes, unless `Ingest.slotSeconds` says otherwise.',
    },
    HOUR: { value: 'hour', description: 'One point an hour.' },
  } as const,
});

/** The range as given; throws BAD_USER_INPUT unless it holds at least a second. */
export function checkRange({ from, to }: TimeRange): TimeRange {
  if (to > from) return { from, to };
  throw clientError(
    'BAD_USER_INPUT',
    `The time range ends at ${formatDateTime(to)}, which is not after its start ${formatDateTime(from)}`,
  );
}

/** As `checkRange`, and throws RANGE_TOO_LARGE when a series over it could have more than 10,000 points. */
export function checkSeriesRange(
  range: TimeRange,
  resolution: Resolution,
  { status }: Pick<ApiContext, 'status'>,
): TimeRange {
  const { from, to } = checkRange(range);
  const intervalSeconds = resolution === 'hour' ? 3600 : status.current().slotSeconds;
  const points = Math.ceil((to - from) / intervalSeconds);
  if (points > mostPoints) {
    throw clientError(
      'RANGE_TOO_LARGE',
      `The time range spans ${points} intervals of ${intervalSeconds} s; one series has at most ${mostPoints}`,
    );
  }
  return { from, to };
}
