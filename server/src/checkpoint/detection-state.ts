/** What a checkpoint holds: the state of the detector, and the directory whose indexes its columns follow. */
import { columnsOf, withPrefix, type Saveable, type SavedState } from '../domain/saved-state.ts';

export function saveDetection(directory: Saveable, detector: Saveable): SavedState {
  const ids = directory.save();
  const { columns, records } = detector.save();
  return { columns: new Map([...withPrefix('directory', ids.columns), ...withPrefix('detector', columns)]), records };
}

/** Throws `StateMismatch` when the state is not one that `saveDetection` gave. */
export function restoreDetection({ columns, records }: SavedState, directory: Saveable, detector: Saveable): void {
  directory.restore({ columns: columnsOf('directory', columns), records: null });
  detector.restore({ columns: columnsOf('detector', columns), records });
}
