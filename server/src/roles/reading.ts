/** Reads the sources of a collector: once Redis has said what was put into the queue before, and anew when it has forgotten some of it. */
import type { Source, SourceSink } from '../ingest/source.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Part } from './parts-in-order.ts';

export interface ReadingOptions {
  /** New for each time: a source knows what it has handed over, and does not do so twice. */
  readonly makeSource: () => Source;
  readonly sink: SourceSink;
  /** Keys (`fileKey`) of the reports that are in the queue, or were, or are in history. */
  readonly handedOver: () => Promise<ReadonlySet<string>>;
  readonly log: Pick<Logger, 'info' | 'fatal'>;
  /** The process stops. */
  readonly signal: AbortSignal;
}

export class Reading implements Part {
  readonly #options: ReadingOptions;
  #source: Source | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  start(): void {
    this.again();
  }

  /** Hands over all that is in neither queue nor history, also what was handed over before. */
  again(): void {
    const { log, signal } = this.#options;
    this.#turn = this.#turn
      .then(async () => {
        await this.#end();
        await this.#begin();
      })
      .catch((error: unknown) => {
        if (!signal.aborted) log.fatal({ err: error }, 'The sources could not be begun');
      });
  }

  async stop(): Promise<void> {
    await this.#turn;
    await this.#end();
  }

  async #begin(): Promise<void> {
    const { makeSource, sink, handedOver, log, signal } = this.#options;
    if (signal.aborted) return;
    const ingested = await handedOver();
    if (signal.aborted) return;
    const source = makeSource();
    this.#source = source;
    log.info({ source: source.description, known: ingested.size }, 'The sources are read');
    source.start(sink, { closedThrough: null, ingested });
  }

  async #end(): Promise<void> {
    const source = this.#source;
    this.#source = null;
    await source?.stop();
  }
}
