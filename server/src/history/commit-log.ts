/** The markers of finished commits: written last, and what history is measured by when it is opened. */
import type { EpochSeconds } from '../domain/traffic.ts';
import { always, type Engine } from './engine.ts';

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

/** Throws when history was written with slots of another length. */
export function checkSlotLength({ slotSeconds }: Marker, wanted: number): void {
  if (slotSeconds === null || slotSeconds === wanted) return;
  throw new Error(
    `History was written with slots of ${slotSeconds} s, and slots of ${wanted} s are asked for: ` +
      'go on with the former, or begin a new history',
  );
}

/** Throws `CommitsTakenOver` when this process may write no more; then the commit is none. */
export async function writeMarker(engine: Engine, marker: Marker): Promise<void> {
  await engine.command(
    `INSERT INTO commits (commit, closed_through, slot_seconds) SELECT ${marker.commit}, ${marker.closedThrough}, ${marker.slotSeconds} WHERE ${engine.mayWrite}`,
  );
  if (engine.mayWrite === always) return;
  const { commit, closedThrough } = await newestMarker(engine);
  if (commit !== marker.commit || closedThrough !== marker.closedThrough) throw new CommitsTakenOver();
}

/** Another process makes the commits now. */
export class CommitsTakenOver extends Error {
  constructor() {
    super('Another process has taken over: this one writes no more commits');
    this.name = 'CommitsTakenOver';
  }
}
