/** How the seed system writes subscribers and times, and names the keys of Redis that hold an hour of a device each. */
import type { EpochSeconds } from './domain/traffic.ts';

export const seedHourSeconds = 3600;
/** Rows tell of ten minutes, whatever the rest of the network does. */
export const seedSlotSeconds = 600;

/** A number where it is one, as the seed has it; the text where that would change it. */
export function seedSubscriber(id: string): number | string {
  const number = /^(?:0|[1-9]\d*)$/.test(id) ? Number(id) : NaN;
  return Number.isSafeInteger(number) ? number : id;
}

/** "2024-01-01 00:10:00": on the clock of the data, without a zone. */
export function seedTime(epochSeconds: EpochSeconds): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** What a key of Redis is about: a device by its `Id`, and an hour. */
export interface SeedHour {
  readonly deviceId: number;
  readonly hourStart: EpochSeconds;
}

/** "3 2024-01-01 00:00:00" */
export function seedKey({ deviceId, hourStart }: SeedHour): string {
  return `${deviceId} ${seedTime(hourStart)}`;
}

/** Null for any other key. */
export function ofSeedKey(key: string): SeedHour | null {
  const match = /^(0|[1-9]\d{0,8}) (\d{4}-\d{2}-\d{2}) (\d{2}:00:00)$/.exec(key);
  if (match === null) return null;
  const [, id, day, time] = match;
  const hour = { deviceId: Number(id), hourStart: Date.parse(`${day}T${time}Z`) / 1000 };
  // A day that does not exist would be another one.
  return hour.hourStart >= 0 && seedKey(hour) === key ? hour : null;
}
