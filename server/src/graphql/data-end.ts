/** Where the data end. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { IngestStatus } from '../telemetry/status.ts';

/** End of the newest closed slot; null before the first. */
export function dataEndOf({
  dataAsOf,
  slotSeconds,
}: Pick<IngestStatus, 'dataAsOf' | 'slotSeconds'>): EpochSeconds | null {
  return dataAsOf === null ? null : dataAsOf + slotSeconds;
}
