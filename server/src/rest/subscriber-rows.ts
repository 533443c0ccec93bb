/** The rows of one subscriber: his newest samples by pages, or all of them in time order. */
import type { PlacedSample, SampleKey, TimeRange } from '../history/history.ts';
import type { RestPorts } from './route.ts';
import { toSeedRow } from './seed-row.ts';
import type { SeedRow } from './seed-schema.ts';

/** What a list of rows is read with: who, and from when to when. */
export interface SubscriberQuestion {
  readonly subscriber: string;
  readonly range: TimeRange;
}

const samplesAtOnce = 2000;
const keyOf = ({ slotStart, device, reportedAt }: PlacedSample): SampleKey => ({ slotStart, device, reportedAt });

/** The newest samples before the key, at most `limit`, oldest first; `next` is where older ones begin. */
export async function subscriberPage(
  { history, deviceIdOf }: RestPorts,
  { subscriber, range }: SubscriberQuestion,
  limit: number,
  after: SampleKey | undefined,
): Promise<{ rows: SeedRow[]; next: SampleKey | null }> {
  const found = await history.listSubscriberSamples(subscriber, range, { limit: limit + 1, after });
  const samples = found.slice(0, limit);
  const last = samples.at(-1);
  return {
    rows: samples.map((sample) => toSeedRow(sample, deviceIdOf)).toReversed(),
    next: found.length > limit && last ? keyOf(last) : null,
  };
}

/** Oldest first; those older than `after` when it is given, as the pages go back in time. */
export async function* allSubscriberRows(
  { history, deviceIdOf }: RestPorts,
  { subscriber, range }: SubscriberQuestion,
  after: SampleKey | undefined,
): AsyncGenerator<SeedRow[]> {
  let before: SampleKey | undefined;
  for (;;) {
    const page = { limit: samplesAtOnce, after, before, backward: true };
    const samples = await history.listSubscriberSamples(subscriber, range, page);
    yield samples.map((sample) => toSeedRow(sample, deviceIdOf)).toReversed();
    const newest = samples[0];
    if (!newest || samples.length < samplesAtOnce) return;
    before = keyOf(newest);
  }
}
