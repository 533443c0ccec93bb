/**
 * Where numbers of subscribers end: whatever a source hands over passes here, and nothing behind it (slots, history, the
 * checkpoint, queues, the feed, the mirror) knows a subscriber but by his name: his pseudonym, or his number where there
 * are no pseudonyms. Rows of subscribers who are ignored end here, too.
 */
import type { DeadLetter } from '../domain/dead-letter.ts';
import { grownTo } from '../domain/grown-array.ts';
import { withoutSubscribers, type SessionBatch } from '../domain/session-batch.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { shapeOf } from '../privacy/shape-of.ts';
import { sessionNumber } from './session-number.ts';
import type { Snapshot, Source, SourceSink } from './source.ts';

export interface IngestEdgeOptions {
  /** Of the names, which all behind the edge shares. */
  readonly directory: SubscriberDirectory;
  /** Null when subscribers stand under their numbers. */
  readonly pseudonyms: Pick<Pseudonyms, 'of'> | null;
  /** Whether a subscriber is ignored, by his number or his name. */
  readonly isIgnored: (name: string) => boolean;
}

/** In the place of the index of a name: of a number that was not looked up yet, and of one that is ignored. */
const unknown = 0xffff_ffff;
const ignored = 0xffff_fffe;

export class IngestEdge {
  /** What decoders make of numbers. It stays in memory, and goes with the process. */
  readonly numbers = new SubscriberIndex();
  readonly #options: IngestEdgeOptions;
  /** By index in `numbers`: each number is named once. */
  #names = new Uint32Array(1024).fill(unknown);
  /** Reused for every batch. */
  #subscriber = new Uint32Array(4096);

  constructor(options: IngestEdgeOptions) {
    this.#options = options;
  }

  nameOf(number: string): string {
    return this.#options.pseudonyms?.of(number) ?? number;
  }

  /** Of a source that names no sessions: what has grown of a subscriber is told apart by this, which is not his number. */
  sessionOf(number: string): number {
    return sessionNumber(`subscriber ${this.nameOf(number)}`);
  }

  /** By his number, which stays when the keys of pseudonyms change, or by the name that he has. */
  isIgnored(number: string, name: string): boolean {
    const { isIgnored } = this.#options;
    return isIgnored(number) || (name !== number && isIgnored(name));
  }

  /** Forgets a number that was looked up; also when it is ignored from now on. */
  forget(number: string): void {
    const index = this.numbers.find(number);
    if (index !== null) this.numbers.erase(index);
    this.#names.fill(unknown);
  }

  /** The source, whose decoders fill batches with the indexes of `numbers`, with indexes of the directory. */
  guarded(source: Source): Source {
    const { description, simulated } = source;
    return {
      description,
      simulated,
      start: (sink, resume) => source.start(this.#guardedSink(sink), resume),
      acknowledge: (files) => source.acknowledge?.(files),
      stop: () => source.stop(),
    };
  }

  #guardedSink(sink: SourceSink): SourceSink {
    return {
      accept: (snapshot) => sink.accept(this.#guardedSnapshot(snapshot)),
      caughtUp: () => sink.caughtUp(),
      progress: (done, total) => sink.progress(done, total),
    };
  }

  #guardedSnapshot(snapshot: Snapshot): Snapshot {
    const { file } = snapshot;
    return {
      ...snapshot,
      read: (onBatch, onDeadLetter) =>
        snapshot.read(
          (batch) => {
            const named = this.#named(batch, (line) =>
              onDeadLetter({ file, line, column: '', reason: 'ignored-subscriber', given: '' }),
            );
            if (named.count > 0) onBatch(named);
          },
          (letter) => onDeadLetter(this.#withoutNumber(letter)),
        ),
    };
  }

  /** The batch is its source's, which may need it as it is: only what differs is written, to a place of our own. */
  #named(batch: SessionBatch, onIgnored: (line: number) => void): SessionBatch {
    const { count } = batch;
    this.#makeRoom(this.numbers.size);
    if (count > this.#subscriber.length) this.#subscriber = new Uint32Array(count);
    const subscriber = this.#subscriber;
    let isAnyIgnored = false;
    for (let row = 0; row < count; row++) {
      const number = batch.subscriber[row]!;
      let name = this.#names[number]!;
      if (name === unknown) name = this.#lookUp(number);
      if (name === ignored) isAnyIgnored = true;
      subscriber[row] = name;
    }
    const named = { ...batch, subscriber };
    return isAnyIgnored ? withoutSubscribers(named, (name) => name === ignored, onIgnored) : named;
  }

  #lookUp(number: number): number {
    const given = this.numbers.idOf(number);
    const name = this.nameOf(given);
    const found = this.isIgnored(given, name) ? ignored : this.#options.directory.indexOf(name);
    this.#names[number] = found;
    return found;
  }

  #makeRoom(numbers: number): void {
    const before = this.#names.length;
    if (numbers <= before) return;
    this.#names = grownTo(this.#names, numbers * 2);
    this.#names.fill(unknown, before);
  }

  /** Where in a broken row the number stands, nobody knows: only its shape is kept. */
  #withoutNumber(letter: DeadLetter): DeadLetter {
    return this.#options.pseudonyms === null ? letter : { ...letter, given: shapeOf(letter.given) };
  }
}
