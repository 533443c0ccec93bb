/**
 * Takes out of reports that waited in the queue who was erased meanwhile, and out of all reports who is ignored: a report stays
 * in the queue until history has it, and whoever takes over reads it again.
 */
import type { SessionBatch } from '../domain/session-batch.ts';
import { withoutSubscribers } from '../domain/session-batch.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { Snapshot } from '../ingest/source.ts';
import type { ErasedSubscribers } from '../privacy/erased-subscribers.ts';

const words = /[0-9A-Za-z_.@+-]+/g;

export class ErasedRows {
  readonly #directory: SubscriberDirectory;
  readonly #erased: ErasedSubscribers;
  /** By index: reports from up to then are taken without him, milliseconds since 1970. */
  #endMs = new Map<number, number>();
  #version = -1;

  constructor(directory: SubscriberDirectory, erased: ErasedSubscribers) {
    this.#directory = directory;
    this.#erased = erased;
  }

  /** `queuedAtMs`: when the report was put into the queue, by the clock that erasures are noted by. */
  without(snapshot: Snapshot, queuedAtMs: number): Snapshot {
    if (this.#erased.version === 0) return snapshot;
    const { file } = snapshot;
    const isGone = (subscriber: number): boolean => queuedAtMs <= this.#endOf(subscriber);
    return {
      ...snapshot,
      read: (onBatch, onDeadLetter) =>
        snapshot.read(
          (batch) =>
            onBatch(
              withoutGone(batch, isGone, (line) =>
                onDeadLetter({ file, line, column: '', reason: 'ignored-subscriber', given: '' }),
              ),
            ),
          (letter) => onDeadLetter(this.#names(letter.given, queuedAtMs) ? { ...letter, given: '' } : letter),
        ),
    };
  }

  #endOf(subscriber: number): number {
    if (this.#version !== this.#erased.version) {
      this.#endMs.clear();
      this.#version = this.#erased.version;
    }
    let endMs = this.#endMs.get(subscriber);
    if (endMs === undefined) {
      const name = this.#directory.idOf(subscriber);
      endMs = this.#erased.isIgnored(name) ? Infinity : this.#erased.erasedAtMs(name);
      this.#endMs.set(subscriber, endMs);
    }
    return endMs;
  }

  /** Whether a row that could not be read names somebody who was erased since. */
  #names(given: string, queuedAtMs: number): boolean {
    return (given.match(words) ?? []).some((word) => queuedAtMs <= this.#erased.erasedAtMs(word));
  }
}

function withoutGone(
  batch: SessionBatch,
  isGone: (subscriber: number) => boolean,
  onLeftOut: (line: number) => void,
): SessionBatch {
  const isAny = batch.subscriber.subarray(0, batch.count).some(isGone);
  return isAny ? withoutSubscribers(batch, isGone, onLeftOut) : batch;
}
