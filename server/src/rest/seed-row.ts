/** Our samples and anomalies in the words of the seed system: its field names, its units, its clock. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { SubscriberSample } from '../history/history.ts';
import { seedSubscriber } from '../seed-words.ts';
import type { SeedAnomalyRow, SeedRow } from './seed-schema.ts';

/** Number of a device in the device table; null for a device that it does not name. */
export type DeviceIdOf = (device: string) => number | null;

export function toSeedRow(sample: SubscriberSample, deviceIdOf: DeviceIdOf): SeedRow {
  return {
    IdPSX: deviceIdOf(sample.device),
    IdSubscriber: seedSubscriber(sample.subscriber),
    UpTx: sample.upBytes,
    DownTx: sample.downBytes,
    Start1hPeriod: (sample.slotStart - (sample.slotStart % 3600)) * 1000,
    Start10mPeriod: sample.slotStart * 1000,
  };
}

/**
 * One row for each slot of the anomaly's run that lay above the usual band, newest first; for each slot of it when none did,
 * as in a silence, or where the upload's share alone went up. A slot in which the
 * subscriber roamed is one row of the device that carried most of it, because the band is of his whole traffic.
 */
export function toSeedAnomalyRows(
  anomaly: Anomaly,
  samples: readonly SubscriberSample[],
  slotSeconds: number,
  deviceIdOf: DeviceIdOf,
): SeedAnomalyRow[] {
  const { expected } = anomaly;
  const flag = {
    UpTx_mean: expected.usualUp * slotSeconds,
    DownTx_mean: expected.usualDown * slotSeconds,
    UpTx_std: ((expected.highUp - expected.usualUp) / 3) * slotSeconds,
    DownTx_std: ((expected.highDown - expected.usualDown) / 3) * slotSeconds,
    is_anomaly: true,
    anomaly_id: anomaly.id,
    // A row names a subscriber, and so does its kind.
    kind: anomaly.kind as SeedAnomalyRow['kind'],
    severity: anomaly.severity,
    score: anomaly.score,
    reason: anomaly.reason,
  } as const;
  const slots = [...Map.groupBy(samples, (sample) => sample.slotStart).values()].map(wholeSlot);
  const above = slots.filter(
    ({ upBytes, downBytes }) => upBytes > expected.highUp * slotSeconds || downBytes > expected.highDown * slotSeconds,
  );
  return (above.length > 0 ? above : slots).map((sample) => ({ ...toSeedRow(sample, deviceIdOf), ...flag }));
}

/** The sum of a slot's samples, named for the device that carried most. */
function wholeSlot(samples: readonly SubscriberSample[]): SubscriberSample {
  const volume = ({ upBytes, downBytes }: SubscriberSample): number => upBytes + downBytes;
  const largest = samples.reduce((a, b) => (volume(b) > volume(a) ? b : a));
  const sum = (field: 'upBytes' | 'downBytes' | 'seconds'): number =>
    samples.reduce((total, sample) => total + sample[field], 0);
  return { ...largest, upBytes: sum('upBytes'), downBytes: sum('downBytes'), seconds: sum('seconds') };
}
