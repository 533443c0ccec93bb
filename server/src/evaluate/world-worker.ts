/** A thread that runs one world: tells of each day that is over, then of the outcome. */
import { parentPort, workerData } from 'node:worker_threads';
import { runWorld, type WorldRun, type WorldTask } from './world-run.ts';

export type WorkerMessage = { readonly day: number } | { readonly run: WorldRun };

const tell = (message: WorkerMessage, moved: readonly ArrayBufferLike[]): void =>
  parentPort?.postMessage(
    message,
    moved.filter((buffer) => buffer instanceof ArrayBuffer),
  );
const run = runWorld(workerData as WorldTask, (day) => tell({ day }, []));
// Two rules may share their scores; a buffer is moved once.
tell({ run }, [...new Set(run.rules.map(({ dayScores }) => dayScores.buffer))]);
