/**
 * Units of traffic as types: a bit is never a byte, a volume never a rate.
 * Conversion from what a device transmits happens in `domain/normalise.ts` alone; conversion to what
 * a person reads happens at the API (bit/s) and in the dashboard's `lib/format`.
 */
declare const unit: unique symbol;

/** A volume in bytes. */
export type Bytes = number & { readonly [unit]: 'bytes' };
/** A rate in bytes per second. */
export type BytesPerSecond = number & { readonly [unit]: 'bytes/second' };
/** A rate in bits per second, for display. */
export type BitsPerSecond = number & { readonly [unit]: 'bits/second' };

/** Seconds since 1970-01-01 on the clock of the data, taken as it stands (no zone is applied). */
export type EpochSeconds = number;

export const bytes = (value: number): Bytes => value as Bytes;
export const bytesPerSecond = (value: number): BytesPerSecond => value as BytesPerSecond;

export function toBitsPerSecond(rate: BytesPerSecond): BitsPerSecond {
  return (rate * 8) as BitsPerSecond;
}
