/** The part of the port to history that is about one subscriber as a person: what is kept of him, and its end. */

export interface PersonRows {
  readonly table: string;
  /** As they stand in the table. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** That somebody was erased: it names nobody to whom the key of the installation is not known. */
export interface Erasure {
  /** Of his name, under a key that history does not have. */
  readonly hash: string;
  /** Tells that key from others. */
  readonly keyId: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Nothing is taken of him from then on. */
  readonly ignored: boolean;
}

export interface PersonHistory {
  /** Table by table; nothing of him stands in any other. `names` are all that he stands under. */
  everythingOf(names: readonly string[]): AsyncIterable<PersonRows>;
  /** Rows that were erased, by table; as `comments` those of others that named him, and do so no more. What comes in later is new. */
  erase(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
  noteErasures(erasures: readonly Erasure[]): Promise<void>;
  /** All that were noted. */
  erasures(): Promise<Erasure[]>;
}
