/** Which slots of which devices were handed over, and with what content: one that was told otherwise since is a new revision. */
import { fileKey, ofFileKey } from '../../history/history.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';

interface Known {
  revision: number;
  /** Null when it was handed over before this process: what it was then is not known. */
  content: string | null;
}

export class KnownSlots {
  readonly #slots = new Map<string, Known>();

  constructor(ingested: ReadonlySet<string>) {
    for (const { device, snapshotAt, revision } of Array.from(ingested, ofFileKey)) {
      const key = fileKey(device, snapshotAt);
      this.#slots.set(key, { revision: Math.max(revision, this.#slots.get(key)?.revision ?? 0), content: null });
    }
  }

  /** The revision under which the content is to be handed over; null when it was already. */
  revisionOf(device: string, snapshotAt: EpochSeconds, content: string): number | null {
    const known = this.#slots.get(fileKey(device, snapshotAt));
    if (known === undefined) return 0;
    known.content ??= content;
    return known.content === content ? null : known.revision + 1;
  }

  handedOver(device: string, snapshotAt: EpochSeconds, revision: number, content: string): void {
    this.#slots.set(fileKey(device, snapshotAt), { revision, content });
  }
}
