/** Gives every subscriber id (opaque text, at most 255 bytes of UTF-8) a dense index, so that state lives in typed arrays. */
export interface SubscriberDirectory {
  readonly size: number;
  /** Index of the id, added when new. */
  indexOf(id: string): number;
  /** Index of the id whose UTF-8 bytes are `source[from, to)`, added when new. For decoders on the fast path. */
  indexOfBytes(source: Uint8Array, from: number, to: number): number;
  idOf(index: number): string;
  /** Whether whose index it was is to be forgotten: nothing of him is kept from then on. */
  isErased(index: number): boolean;
  /** Copies the id's bytes to `target` at `offset` and gives their number. For encoders on the fast path. */
  copyIdInto(index: number, target: Uint8Array, offset: number): number;
}
