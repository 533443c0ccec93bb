/**
 * What is pushed and sent over RADIUS, where there are several collectors: one of them takes it, the others stand by. A report is
 * handed over once, and who takes its records must know of it; so two may not take records at the same time.
 */
import type { ReceivedRecord } from '../history/received.ts';
import type { RadiusAccounting } from '../ingest/radius/radius-accounting.ts';
import type { ReceivedSource } from '../ingest/received/received-source.ts';
import { NotTaken, type Reception } from '../ingest/received/receiving-desk.ts';
import type { SourceSink } from '../ingest/source.ts';
import type { LeasedWork } from './lease-keeper.ts';

export interface ReceivingOptions {
  /** New parts for each lease: what those of an earlier one remember may have changed since. */
  readonly make: () => { readonly received: ReceivedSource; readonly radius: RadiusAccounting | null };
  readonly sink: SourceSink;
  /** Keys (`fileKey`) of the reports that were handed over. */
  readonly handedOver: () => Promise<ReadonlySet<string>>;
}

export class Receiving implements Pick<ReceivedSource, 'take'> {
  readonly #options: ReceivingOptions;
  #received: ReceivedSource | null = null;
  #failure = Promise.withResolvers<Error>();

  constructor(options: ReceivingOptions) {
    this.#options = options;
  }

  get isAtWork(): boolean {
    return this.#received !== null;
  }

  async take(records: readonly ReceivedRecord[], gathered?: boolean): Promise<readonly Reception[]> {
    if (this.#received === null) throw new NotTaken('Another collector takes what is pushed, or nobody yet');
    return this.#received.take(records, gathered);
  }

  /** Ends what was begun, for it to be begun anew: reports that were handed over are lost. Without effect while another takes records. */
  again(): void {
    this.#failure.resolve(new Error('Reports that were handed over are lost from the queue'));
  }

  /** For a lease that begins. */
  async begin(): Promise<LeasedWork> {
    const { make, sink, handedOver } = this.#options;
    const failure = Promise.withResolvers<Error>();
    this.#failure = failure;
    const ingested = await handedOver();
    const { received, radius } = make();
    received.start(sink, { closedThrough: null, ingested });
    const stop = async (): Promise<void> => {
      this.#received = null;
      await radius?.stop();
      await received.stop();
    };
    try {
      await radius?.start();
    } catch (error) {
      await stop();
      throw error;
    }
    this.#received = received;
    return { failed: failure.promise, stop };
  }
}
