/** The rows and figures of the seed system: names, types, units and meaning of their fields, from which the description of the API is made. */
import * as v from 'valibot';
import { severities, subscriberAnomalyKinds } from '../domain/anomaly.ts';

const bytesOf = (meaning: string) =>
  v.pipe(v.number(), v.minValue(0), v.description(`${meaning}, bytes. Not bits, and not a counter.`));
const startOf = (what: string) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.description(`Start of the ${what}: milliseconds since 1970-01-01T00:00:00Z, on the clock of the data.`),
  );

const rowEntries = {
  IdPSX: v.pipe(
    v.nullable(v.pipe(v.number(), v.integer())),
    v.description('`Id` of the device in the device table; null when the table lacks the device.'),
  ),
  IdSubscriber: v.pipe(
    v.union([v.pipe(v.number(), v.integer()), v.string()]),
    v.description(
      "The ISP's number of the subscriber: a number when it is one that is written without leading zeros, otherwise text.",
    ),
  ),
  UpTx: bytesOf('Sent by the subscriber in the slot'),
  DownTx: bytesOf('Received by the subscriber in the slot'),
  Start1hPeriod: startOf('hour that the slot is in'),
  Start10mPeriod: startOf('slot'),
};

/** One sample: a subscriber's traffic through one device in one slot. */
export const seedRowSchema = v.strictObject(rowEntries);
export type SeedRow = Readonly<v.InferOutput<typeof seedRowSchema>>;

const deviation = (direction: string) =>
  v.pipe(
    v.number(),
    v.description(
      `A third of the way from the usual ${direction} to the upper edge of the usual band, so that mean + 3 std is that edge; bytes.`,
    ),
  );

/** One slot of an anomaly. Kind, severity, score, band and reason are as they were when it was detected. */
export const seedAnomalyRowSchema = v.strictObject({
  ...rowEntries,
  UpTx_mean: bytesOf('Usual upload of a slot'),
  DownTx_mean: bytesOf('Usual download of a slot'),
  UpTx_std: deviation('upload'),
  DownTx_std: deviation('download'),
  is_anomaly: v.pipe(v.literal(true), v.description('Always true.')),
  anomaly_id: v.pipe(
    v.string(),
    v.description('The same for all rows of an anomaly, and the same again in every replay.'),
  ),
  kind: v.pipe(
    v.picklist(subscriberAnomalyKinds),
    v.description('What changed, as a hint: two byte counters prove nothing about the cause.'),
  ),
  severity: v.pipe(v.picklist(severities), v.description('How urgent it is.')),
  score: v.pipe(
    v.number(),
    v.description('How unusual it was: -log10 of the chance that a usual subscriber shows as much on a day. No unit.'),
  ),
  reason: v.pipe(v.string(), v.description('One sentence in plain words.')),
});
export type SeedAnomalyRow = Readonly<v.InferOutput<typeof seedAnomalyRowSchema>>;

const average = (direction: string) =>
  v.pipe(
    v.nullable(v.pipe(v.number(), v.minValue(0))),
    v.description(`Mean ${direction} of a sample, bytes; null while there is none.`),
  );
const seedTime = (which: string) =>
  v.pipe(
    v.nullable(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/))),
    v.description(
      `Start of the ${which} slot with traffic, on the clock of the data (read it as UTC); null when there is none.`,
    ),
  );

/** Figures over all of history, or over the slots of a range. */
export const seedStatisticsSchema = v.strictObject({
  total_subscribers: v.pipe(v.number(), v.integer(), v.description('Different subscribers with traffic.')),
  total_records: v.pipe(v.number(), v.integer(), v.description('Samples: one for each subscriber, device and slot.')),
  avg_upload: average('upload'),
  avg_download: average('download'),
  anomalies_count: v.pipe(
    v.number(),
    v.integer(),
    v.description(
      'Anomalies, not rows; those of devices and those held back included. In a range: those that its slots revealed.',
    ),
  ),
  time_range: v.pipe(
    v.strictObject({ start: seedTime('first'), end: seedTime('newest') }),
    v.description('What the figures are about.'),
  ),
});
export type SeedStatistics = Readonly<v.InferOutput<typeof seedStatisticsSchema>>;

/** The columns of CSV: the names of the fields, those of an object within as `outer.inner`. */
export function columnsOf(schema: { readonly entries: v.ObjectEntries }, prefix = ''): string[] {
  return Object.entries(schema.entries).flatMap(([name, entry]) =>
    'entries' in entry
      ? columnsOf(entry as { readonly entries: v.ObjectEntries }, `${prefix}${name}.`)
      : [prefix + name],
  );
}
