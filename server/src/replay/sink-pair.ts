/** Hands every snapshot to two sinks, one after the other, so that both see the same files. */
import type { Snapshot, SourceSink } from '../ingest/source.ts';

/** Each decodes the snapshot for itself. Progress is told to the first. */
export class SinkPair implements SourceSink {
  readonly #first: SourceSink;
  readonly #second: SourceSink;

  constructor(first: SourceSink, second: SourceSink) {
    this.#first = first;
    this.#second = second;
  }

  async accept(snapshot: Snapshot): Promise<void> {
    await this.#first.accept(snapshot);
    await this.#second.accept(snapshot);
  }

  async caughtUp(): Promise<void> {
    await this.#first.caughtUp();
    await this.#second.caughtUp();
  }

  progress(done: number, total: number): void {
    this.#first.progress(done, total);
  }
}
