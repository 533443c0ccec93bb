/** State that can be saved and restored: columns of numbers by name, and a few records beside them. No format, no file. */

export type Column =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

export interface SavedState {
  /** Arrays of their own, which nobody changes any more. */
  readonly columns: ReadonlyMap<string, Column>;
  /**
   * Plain data: objects, arrays, texts, numbers (infinite ones too), booleans and null. A subscriber is named by id in it,
   * not by index, so that the same state is the same record whatever the order in which subscribers were first seen.
   */
  readonly records: unknown;
}

export interface Saveable {
  /** The state as it is now, copied. */
  save(): SavedState;
  /**
   * Takes the place of everything that was there. The arrays are kept, not copied. Throws `StateMismatch` when the state is
   * not one that this code saved; what was there before is then to be thrown away.
   */
  restore(state: SavedState): void;
}

/** Why a saved state can't be restored, as the end of a sentence that begins with what was read. */
export class StateMismatch extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StateMismatch';
  }
}

/** The columns of a part among those of the whole, each part's names being its own. */
export function withPrefix(prefix: string, columns: ReadonlyMap<string, Column>): [string, Column][] {
  return Array.from(columns, ([name, column]) => [`${prefix}/${name}`, column]);
}

/** The other way round. */
export function columnsOf(prefix: string, columns: ReadonlyMap<string, Column>): Map<string, Column> {
  const start = `${prefix}/`;
  return new Map(
    [...columns].filter(([name]) => name.startsWith(start)).map(([name, column]) => [name.slice(start.length), column]),
  );
}
