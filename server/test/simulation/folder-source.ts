/** A folder that snapshots arrive in, and the source that reads it: what is there and not ingested, in order of time. */
import type { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { fileKey } from '../../src/history/history.ts';
import type { Source, SourceSink } from '../../src/ingest/source.ts';
import { asSnapshot, type Arrival } from '../arrivals.ts';
import type { Random } from '../random.ts';
import type { Life } from './life.ts';

/** Outlives the processes that read it. */
export class Folder {
  readonly #random: Random;
  readonly #arrivals: readonly Arrival[];
  #present = 0;

  constructor(arrivals: readonly Arrival[], random: Random) {
    this.#arrivals = arrivals;
    this.#random = random;
  }

  get isComplete(): boolean {
    return this.#present === this.#arrivals.length;
  }

  /** A look at it, before which some more may have arrived. */
  list(): Arrival[] {
    this.#present = Math.min(this.#arrivals.length, this.#present + this.#random.below(7));
    return this.#arrivals
      .slice(0, this.#present)
      .sort((a, b) => a.snapshotAt - b.snapshotAt || a.device.id - b.device.id);
  }
}

export interface FolderSourceOptions {
  readonly folder: Folder;
  readonly life: Life;
  readonly directory: SubscriberIndex;
}

export function createFolderSource({
  folder,
  life,
  directory,
}: FolderSourceOptions): Source & { finished: Promise<void> } {
  const finished = Promise.withResolvers<void>();
  const done = new Set<string>();
  const stopping = new AbortController();

  async function run(sink: SourceSink): Promise<void> {
    for (let isLast = false; !isLast && !stopping.signal.aborted;) {
      await life.step();
      const present = folder.list();
      isLast = folder.isComplete;
      for (const arrival of present) {
        const key = fileKey(arrival.device.name, arrival.snapshotAt);
        if (done.has(key)) continue;
        await life.step();
        await sink.accept(asSnapshot(arrival, directory));
        done.add(key);
      }
      await sink.caughtUp();
    }
  }

  return {
    description: 'a simulated folder',
    simulated: true,
    finished: finished.promise,
    start(sink, { ingested }) {
      for (const key of ingested) done.add(key);
      run(sink).then(finished.resolve, finished.reject);
    },
    async stop() {
      stopping.abort();
      await finished.promise;
    },
  };
}
