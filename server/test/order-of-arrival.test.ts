import { afterAll, describe, expect, it } from 'vitest';
import { counterMeanings, type DeviceReading } from '../src/domain/device.ts';
import { oneCohort } from '../src/domain/cohort-directory.ts';
import { ruleFor } from '../src/domain/rule.ts';
import type { SlotClosing } from '../src/domain/slot-assembler.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { Replay } from '../src/replay/replay.ts';
import { asSnapshot, drawArrivals, slotSeconds, type Arrival } from './arrivals.ts';
import { easilyAlarmedRule } from './quick-rule.ts';

const rule = ruleFor(slotSeconds, easilyAlarmedRule);

async function replay(
  arrivals: readonly Arrival[],
  devices: readonly DeviceReading[],
  latenessSeconds: number,
  closing: SlotClosing,
) {
  const subscribers = new SubscriberIndex();
  const onProgress = (): void => undefined;
  const sink = new Replay({
    rule,
    slotSeconds,
    latenessSeconds,
    closing,
    devices,
    subscribers,
    cohorts: oneCohort,
    onProgress,
  });
  for (const arrival of arrivals) await sink.accept(asSnapshot(arrival, subscribers));
  const anomalies = sink.finish();
  const { files, rows, slots, accepted, late } = sink.account;
  // What is late hangs on the order where a slot closes once it is complete.
  return { anomalies, account: { files, rows, slots, ...(closing === 'lateness' && { accepted, late }) } };
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed + 1);

describe.each([
  ['devices of session means and intervals', ['session-mean', 'interval'] as const, 'complete' as const],
  ['devices of any kind, cumulative ones too', counterMeanings, 'complete' as const],
  ['devices of any kind, whose slots close after the lateness,', counterMeanings, 'lateness' as const],
])('%s', (_, meanings, closing) => {
  let anomalies = 0;
  let displaced = 0;

  it.each(seeds)(
    'give the same anomalies shuffled within the lateness, some twice, as sorted (seed %i)',
    async (seed) => {
      const { latenessSeconds, devices, sorted, shuffled } = drawArrivals(seed, meanings);
      const reference = await replay(sorted, devices, latenessSeconds, closing);
      expect(await replay(shuffled, devices, latenessSeconds, closing)).toEqual(reference);
      anomalies += reference.anomalies.length;
      if (shuffled.some((arrival, n) => n > 0 && arrival.snapshotAt < shuffled[n - 1]!.snapshotAt)) displaced++;
    },
  );

  afterAll(() => {
    expect(anomalies).toBeGreaterThan(1000);
    expect(displaced).toBeGreaterThan(190);
  });
});
