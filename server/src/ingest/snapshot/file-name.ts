/** The name of a snapshot file: `psx_<PSX>_<YYYY-MM-DD HH:MM:SS>[.r<revision>].<csv|txt>[.gz]`, colons as underscores where Windows stored it. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { compileDateLayout, readDate } from './date-layout.ts';

export interface SnapshotFileName {
  /** Name of the device ("62.0"). */
  readonly device: string;
  readonly snapshotAt: EpochSeconds;
  /** 0 without one in the name; up to 9999. */
  readonly revision: number;
  readonly gzip: boolean;
}

const pattern = /^psx_(.+)_(\d{4}-\d{2}-\d{2}) (\d{2})[:_](\d{2})[:_](\d{2})(?:\.r(\d{1,4}))?\.(?:csv|txt)(\.gz)?$/;
const layout = compileDateLayout('%Y-%m-%d %H:%M:%S');

/** Null when it is not the name of a snapshot file, or its time does not exist. */
export function parseSnapshotFileName(name: string): SnapshotFileName | null {
  const match = pattern.exec(name);
  if (match === null) return null;
  const [, device, day, hour, minute, second, revision = '0', gzip] = match;
  const snapshotAt = readDate(Buffer.from(`${day} ${hour}:${minute}:${second}`), 0, layout);
  return snapshotAt < 0 ? null : { device: device!, snapshotAt, revision: Number(revision), gzip: gzip !== undefined };
}
