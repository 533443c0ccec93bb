/** Several sources as one: each hands over its own snapshots, and the pipeline puts them in order. */
import type { Source } from './source.ts';

export function joinSources(sources: readonly Source[]): Source {
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return only;
  return {
    description: sources.map(({ description }) => description).join(' and '),
    simulated: false,
    start(sink, resume) {
      const progress = sources.map(() => ({ done: 0, total: 0 }));
      for (const [place, source] of sources.entries()) {
        const report = (done: number, total: number): void => {
          progress[place] = { done, total };
          sink.progress(sum(progress.map((one) => one.done)), sum(progress.map((one) => one.total)));
        };
        source.start(
          { accept: (snapshot) => sink.accept(snapshot), caughtUp: () => sink.caughtUp(), progress: report },
          resume,
        );
      }
    },
    async stop() {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
