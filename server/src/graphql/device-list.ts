/** The devices as the API shows them: those with traffic, and those that the device table names but nobody heard of yet. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { ApiPorts } from './ports.ts';

export interface PsxDeviceRow {
  readonly device: string;
  readonly firstSeen: EpochSeconds | null;
  readonly lastSeen: EpochSeconds | null;
  /** Subscribers in its newest slot; 0 when it never reported. */
  readonly subscribers: number;
  /** How far its newest slot lies behind the newest of any device; null when it never reported. */
  readonly lagSeconds: number | null;
}

/** A device that only its name is known of. */
export const unseenDevice = (device: string): PsxDeviceRow => ({
  device,
  firstSeen: null,
  lastSeen: null,
  subscribers: 0,
  lagSeconds: null,
});

/** The device that something names, also when nobody knows more of it than that. */
export async function namedDevice(
  device: string,
  known: { load(device: string): Promise<PsxDeviceRow | null> },
): Promise<PsxDeviceRow> {
  return (await known.load(device)) ?? unseenDevice(device);
}

/** Ordered by name as text. */
export async function listDevices({
  history,
  deviceNames,
}: Pick<ApiPorts, 'history' | 'deviceNames'>): Promise<PsxDeviceRow[]> {
  const rows = new Map<string, PsxDeviceRow>(deviceNames.map((device) => [device, unseenDevice(device)]));
  const seen = await history.devices();
  const newest = Math.max(...seen.map(({ lastSeen }) => lastSeen));
  for (const row of seen) rows.set(row.device, { ...row, lagSeconds: newest - row.lastSeen });
  return [...rows.values()].toSorted((a, b) => compareText(a.device, b.device));
}

/** Code unit order: the same on every machine, unlike a locale's. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
