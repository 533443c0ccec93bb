/** The checkpoint on a simulated disk: it may fail to be written, and what is there may turn out to be damaged. */
import { CheckpointRefused } from '../../src/checkpoint/checkpoint.ts';
import type { CheckpointStore } from '../../src/checkpoint/checkpoint-file.ts';
import type { Disk } from './disk.ts';
import type { Life } from './life.ts';

export function createCheckpointStore({
  disk,
  life,
  faultOneIn,
}: {
  readonly disk: Disk;
  readonly life: Life;
  readonly faultOneIn: number;
}): CheckpointStore {
  return {
    path: 'the simulated disk',
    async read() {
      await life.step();
      if (disk.checkpoint !== null && life.strikes(faultOneIn))
        throw new CheckpointRefused('damaged', 'does not match its checksum');
      // A copy: the state goes on from it, and the disk keeps what it has.
      return structuredClone(disk.checkpoint);
    },
    async write(checkpoint) {
      await life.step();
      if (life.strikes(faultOneIn)) throw new Error('no room on the disk');
      // Whole or not at all: the name is moved in one step.
      disk.checkpoint = checkpoint;
      await life.step();
      return 0;
    },
    async remove() {
      await life.step();
      disk.checkpoint = null;
    },
  };
}
