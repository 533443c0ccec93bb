/** How large a made-up history is, and its clock: from Monday 2024-01-01 on, a slot every ten minutes. */

export interface Dimensions {
  readonly subscribers: number;
  readonly days: number;
  readonly anomalies: number;
}

export const firstSlot = Date.UTC(2024, 0, 1) / 1000;
export const slotSeconds = 600;
export const daySeconds = 86_400;
export const deviceCount = 20;

/** End of the newest slot. */
export const endOf = ({ days }: Dimensions): number => firstSlot + days * daySeconds;

export const subscriberNumber = (n: number): string => String(1_000_000 + n);
export const deviceName = (n: number): string => `psx-${String(n).padStart(2, '0')}`;
export const subscriberSql = (n: string): string => `toString(1000000 + ${n})`;
/** Each subscriber stays with one device. */
export const deviceSql = (n: string): string => `concat('psx-', leftPad(toString(${n} % ${deviceCount}), 2, '0'))`;
