/** Several sources as one: each hands over its own snapshots, and the pipeline puts them in order. */
import type { Source, SourceSink } from './source.ts';

export function joinSources(sources: readonly Source[]): Source {
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return only;
  return {
    description: sources.map(({ description }) => description).join(' and '),
    simulated: false,
    start(sink, resume) {
      const sinks = sinksOf(sources.length, sink);
      for (const [place, source] of sources.entries()) source.start(sinks[place]!, resume);
    },
    async stop() {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

/** A sink for each source: together they have caught up when each has, and have done what all of them did. */
function sinksOf(count: number, sink: SourceSink): SourceSink[] {
  const states = Array.from({ length: count }, () => ({ done: 0, total: 0, isCaughtUp: false }));
  return states.map((state) => ({
    accept: (snapshot) => sink.accept(snapshot),
    async caughtUp() {
      state.isCaughtUp = true;
      if (states.every(({ isCaughtUp }) => isCaughtUp)) await sink.caughtUp();
    },
    progress(done, total) {
      Object.assign(state, { done, total });
      sink.progress(sum(states.map((one) => one.done)), sum(states.map((one) => one.total)));
    },
  }));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
