/** Runs worlds in threads of their own, as many at a time as there are processors. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { WorldRun, WorldTask } from './world-run.ts';
import type { WorkerMessage } from './world-worker.ts';

/** Gives the outcomes in the order of the tasks; rejects with the first fault, when all threads have ended. */
export async function runWorlds(tasks: readonly WorldTask[], onDay: () => void): Promise<WorldRun[]> {
  const workers = new Set<Worker>();
  const runs: WorldRun[] = [];
  const waiting = tasks.entries();
  const takeTurns = async (): Promise<void> => {
    for (const [position, task] of waiting) runs[position] = await runInThread(task, workers, onDay);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(tasks.length, availableParallelism()) }, takeTurns));
  } finally {
    await Promise.all([...workers].map((worker) => worker.terminate()));
  }
  return runs;
}

function runInThread(task: WorldTask, workers: Set<Worker>, onDay: () => void): Promise<WorldRun> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('world-worker.ts', import.meta.url), { workerData: task });
    workers.add(worker);
    worker.on('message', (message: WorkerMessage) => ('run' in message ? resolve(message.run) : onDay()));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      workers.delete(worker);
      reject(new Error(`the thread of world ${task.world}, seed ${task.seed}, ended with ${code} before its outcome`));
    });
  });
}
