/** The markers of finished commits: written last, and what history is measured by when it is opened. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Engine } from './engine.ts';

export interface Marker {
  /** Counts from 1; 0 before the first commit. */
  readonly commit: number;
  readonly closedThrough: EpochSeconds | null;
  /** Length of the slots that history was written with; null before the first commit. */
  readonly slotSeconds: number | null;
}

export async function newestMarker(engine: Engine): Promise<Marker> {
  const [row] = await engine.select<{ commit: number; closedThrough: number; slotSeconds: number }>(
    `SELECT commit, toUnixTimestamp(closed_through) AS closedThrough, slot_seconds AS slotSeconds
FROM commits ORDER BY commit DESC LIMIT 1`,
  );
  return row ?? { commit: 0, closedThrough: null, slotSeconds: null };
}

export async function writeMarker(engine: Engine, marker: Marker): Promise<void> {
  await engine.command(
    `INSERT INTO commits (commit, closed_through, slot_seconds) VALUES (${marker.commit}, ${marker.closedThrough}, ${marker.slotSeconds})`,
  );
}
