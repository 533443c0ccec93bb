/** How well a device tells what goes on behind it. */
import type { Accounting } from './history.ts';

export interface DeviceQuality {
  readonly device: string;
  /** Of the files whose snapshots were taken in the range. */
  readonly accounting: Accounting;
  /** Slots of the range for which the device should have reported, and for which it did. */
  readonly expectedSlots: number;
  readonly reportedSlots: number;
}
