/** The anomaly filter: its GraphQL input, the history filter it means, and the same test for one anomaly of the feed. */
import { hintOf } from '../domain/anomaly-hint.ts';
import type { severities, Anomaly, AnomalyKind } from '../domain/anomaly.ts';
import { isAct, type FeedEntry } from '../domain/feed-entry.ts';
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import type { AnomalyFilter } from '../history/history.ts';
import { ByteCountBoundsRef, FloatBoundsRef, passesBounds, toBoundsFilter } from './anomaly-bounds.ts';
import { builder } from './builder.ts';
import { nameOfSubscriber } from './node.ts';
import type { Sealer } from './sealed-text.ts';
import { checkRange, TimeRangeRef } from './time-range.ts';

function hinted<Kind extends AnomalyKind>(value: Kind, what: string): { value: Kind; description: string } {
  return { value, description: `${what} A hint, no proof: ${hintOf(value)}.` };
}

export const AnomalyKindRef = builder.enumType('AnomalyKind', {
  description: 'What changed, as a hint: two byte counters prove nothing about the cause.',
  values: {
    UPLOAD_SURGE: hinted('upload-surge', 'Upload far beyond the growth of the download, for longer than a backup.'),
    VOLUME_TAKEOVER: hinted('volume-takeover', 'Upload and download both up, in their usual mix.'),
    BURST: hinted('burst', 'A violent upload of minutes, alone or again and again.'),
    SLOW_CREEP: hinted('slow-creep', 'Upload and download both up, so slowly that no hour stood out.'),
    SILENCE: hinted('silence', 'Connected, and without traffic.'),
    DEVICE_OUTAGE: hinted('device-outage', 'Most subscribers of a device gone at once. It has no subscriber.'),
    DEVICE_SHIFT: hinted(
      'device-shift',
      'The traffic of all subscribers of a device changed at once. It has no subscriber.',
    ),
  } as const satisfies Record<string, { value: AnomalyKind; description: string }>,
});

export const SeverityRef = builder.enumType('Severity', {
  description: 'How urgent an anomaly is.',
  values: {
    INFO: { value: 'info', description: 'Worth knowing.' },
    WARNING: { value: 'warning', description: 'Worth a look today.' },
    CRITICAL: { value: 'critical', description: 'Worth a look now.' },
  } as const satisfies Record<string, { value: (typeof severities)[number]; description: string }>,
});

export const AnomalyStatusRef = builder.enumType('AnomalyStatus', {
  description: 'Whether an anomaly is still going on.',
  values: {
    OPEN: { description: 'Still outside what is usual.' },
    CLOSED: { description: 'Back to the usual for long enough.' },
  } as const,
});

export const AnomalyFilterRef = builder.inputType('AnomalyFilter', {
  description: 'Keeps the anomalies that pass every field that is given.',
  fields: (t) => ({
    subscriber: t.string({
      description: "Only of the subscriber with this `number` or `id`; those of devices are nobody's.",
    }),
    device: t.string({
      description:
        'Only those of the device of this name, and those of subscribers whose traffic went mostly through it.',
    }),
    kinds: t.field({ type: [AnomalyKindRef], description: 'Only of one of these kinds; an empty list keeps none.' }),
    severities: t.field({
      type: [SeverityRef],
      description: 'Only of one of these severities; an empty list keeps none.',
    }),
    alerted: t.boolean({
      description: "True: only those within the day's budget of alerts. False: only those that were held back.",
    }),
    includeSuppressed: t.boolean({
      defaultValue: false,
      description:
        'True: those that a mute or a benign verdict keeps from being reported are kept too. Without it they are left out.',
    }),
    status: t.field({ type: AnomalyStatusRef, description: 'Only those still open, or only those closed.' }),
    during: t.field({ type: TimeRangeRef, description: 'Only those that were going on at some moment of this range.' }),
    detectedAt: t.field({ type: TimeRangeRef, description: 'Only those that were detected in this range.' }),
    score: t.field({ type: FloatBoundsRef, description: 'Only those with such a score at detection.' }),
    upBitsPerSecond: t.field({
      type: FloatBoundsRef,
      description: 'Only those with such a rate sent at detection, bit/s.',
    }),
    excessBytes: t.field({
      type: ByteCountBoundsRef,
      description: 'Only those with such a volume above what is usual so far, bytes.',
    }),
  }),
});

/** The filter as history takes it; a field that is null counts as not given. */
export function toHistoryFilter(
  filter: typeof AnomalyFilterRef.$inferInput | null | undefined,
  sealer: Sealer,
): AnomalyFilter {
  return {
    subscriber: filter?.subscriber == null ? undefined : nameOfSubscriber(filter.subscriber, sealer),
    device: filter?.device ?? undefined,
    kinds: filter?.kinds ?? undefined,
    severities: filter?.severities ?? undefined,
    alerted: filter?.alerted ?? undefined,
    suppressed: filter?.includeSuppressed === true ? undefined : false,
    open: filter?.status ? filter.status === 'OPEN' : undefined,
    during: filter?.during ? checkRange(filter.during) : undefined,
    ...toBoundsFilter(filter),
  };
}

/** What history's filter means, for an anomaly at hand. */
export function passesFilter(
  anomaly: Anomaly,
  filter: AnomalyFilter,
  suppressions: Pick<SuppressionIndex, 'isSuppressed'>,
): boolean {
  const { subscriber, device, kinds, severities: wanted, alerted, suppressed, open, during } = filter;
  return (
    (subscriber === undefined || anomaly.subscriber === subscriber) &&
    (device === undefined || anomaly.device === device) &&
    (kinds === undefined || kinds.includes(anomaly.kind)) &&
    (wanted === undefined || wanted.includes(anomaly.severity)) &&
    (alerted === undefined || anomaly.alerted === alerted) &&
    (suppressed === undefined || suppressions.isSuppressed(anomaly) === suppressed) &&
    (open === undefined || (anomaly.closedAt === null) === open) &&
    (during === undefined ||
      (anomaly.openedAt < during.to && (anomaly.closedAt === null || anomaly.closedAt > during.from))) &&
    passesBounds(anomaly, filter)
  );
}

/** The same for an entry of the feed. A mute concerns many anomalies: it is for those who listen to all. Acts are told on suppressed anomalies, too. */
export function entryPasses(
  entry: FeedEntry,
  filter: AnomalyFilter,
  suppressions: Pick<SuppressionIndex, 'isSuppressed'>,
): boolean {
  const wanted = isAct(entry) ? { ...filter, suppressed: undefined } : filter;
  if ('anomaly' in entry) return passesFilter(entry.anomaly, wanted, suppressions);
  return Object.values(wanted).every((one) => one === undefined);
}
