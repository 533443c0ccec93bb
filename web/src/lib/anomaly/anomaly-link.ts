/** Where an anomaly can be seen: its own page, or that of its subscriber or device over a stretch of time that shows it with what came before. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { shownSubscriber } from '#lib/privacy/shown-subscriber.ts';
import { text } from '#lib/text/text.ts';
import { subscriberPath } from '#lib/subscriber/subscriber-path.ts';
import { linkTo, withParameters } from '#lib/time-range/address.ts';
import { presetNames, presets, timeRangeParameters } from '#lib/time-range/time-range.ts';
import type { TimeRangeChoice } from '#lib/time-range/time-range.ts';

const hour = 3_600_000;
const before = 12 * hour;
const after = 3 * hour;

type Whose = Pick<AnomalyRowFragment, 'subscriber' | 'device'>;
type Run = Pick<AnomalyRowFragment, 'openedAt' | 'closedAt'> & Whose;

/** Whose it is in words: the subscriber as he is shown, or the name of a device. */
export const whoseOf = ({ subscriber, device }: Whose): string =>
  subscriber ? shownSubscriber(subscriber.number) : text.pages.device(device.name);

const pathOf = ({ subscriber, device }: Whose): string =>
  subscriber ? subscriberPath(subscriber) : `/devices/${encodeURIComponent(device.name)}`;

/** A closed run gets a fixed span; an open one the shortest length that shows its start, so that the page stays live. */
export function rangeAround({ openedAt, closedAt }: Pick<Run, 'openedAt' | 'closedAt'>, asOf: number): TimeRangeChoice {
  const opened = Date.parse(openedAt);
  if (closedAt) return { kind: 'absolute', from: opened - before, to: Date.parse(closedAt) + after };
  const preset = presetNames.find((name) => presets[name] >= 24 * hour && asOf - presets[name] * 0.8 <= opened);
  return preset ? { kind: 'relative', preset } : { kind: 'absolute', from: opened - before, to: asOf };
}

/** `asOf`: end of the newest data. */
export const whoseLink = (anomaly: Run, asOf: number): string =>
  withParameters({ pathname: pathOf(anomaly), searchParams: [] }, timeRangeParameters(rangeAround(anomaly, asOf)));

/** Its own page, with the range of the page `from` that leads there. */
export const anomalyLink = (id: string, from: Parameters<typeof linkTo>[1]): string =>
  linkTo(`/anomalies/${encodeURIComponent(id)}`, from);
