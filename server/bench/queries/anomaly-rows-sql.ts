/** The statement that makes anomalies: spread over all of time, a dozen events each, most of them closed again. */
import { daySeconds, deviceSql, endOf, firstSlot, slotSeconds, subscriberSql, type Dimensions } from './dimensions.ts';

/** Slots in which it was opened, updated and closed. */
const eventsEach = 12;

/** The id of the n-th anomaly, in SQL. */
export const anomalyIdSql = (n: string): string => `lower(hex(cityHash64(${n}, 'anomaly')))`;

export function anomalyEventsSql(dimensions: Dimensions): string {
  const { anomalies, subscribers } = dimensions;
  const end = endOf(dimensions);
  const slots = (dimensions.days * daySeconds) / slotSeconds - 2 * eventsEach;
  return `INSERT INTO anomaly_events (type, at, ordinal, id, subscriber, device, kind, severity, opened_at, detected_at, closed_at,
  up_rate, down_rate, low_up, usual_up, high_up, low_down, usual_down, high_down, score, peak_score, slots, excess_bytes, reason,
  rule_version, upload_share, usual_upload_share, cohort, cohort_share_below, alerted, commit)
SELECT multiIf(step = 0, 'opened', isClosing, 'closed', 'updated'), toDateTime(at, 'UTC'), n, ${anomalyIdSql('n')},
  ${subscriberSql('who')}, ${deviceSql('who')}, ['upload-surge', 'burst', 'silence', 'volume-takeover'][n % 4 + 1],
  ['info', 'warning', 'critical'][n % 3 + 1], toDateTime(detected - 3 * ${slotSeconds}, 'UTC'), toDateTime(detected, 'UTC'),
  toDateTime(if(isClosing, at - 3 * ${slotSeconds}, 0), 'UTC'),
  1e6 + n, 2e5 + n, 1e3, 5e3, 2e4, 1e4, 5e4, 2e5, 3 + n % 4, 3 + n % 4 + step / 10, 3 + step, 6e8 * (step + 1),
  concat('Sent 8.0 Mbit/s where 40 kbit/s are usual at this hour, as much as in slot ', toString(n), '.'),
  '0123456789ab', 0.83, 0.09, 'on plan P3', 0.9985, n % 7 != 0, intDiv(at - ${firstSlot}, ${slotSeconds})
FROM (
  SELECT intDiv(number, ${eventsEach}) AS n, number % ${eventsEach} AS step, cityHash64(n, 'who') % ${subscribers} AS who,
    ${firstSlot} + (${eventsEach} + intDiv(n * ${slots}, ${anomalies})) * ${slotSeconds} AS detected,
    detected + step * ${slotSeconds} AS at, step = ${eventsEach - 1} AND at < ${end} - ${daySeconds} AS isClosing
  FROM numbers(${anomalies * eventsEach})
)`;
}
