/** The part of the port to history that is about one subscriber as a person: what is kept of him, and its end. */

export interface PersonRows {
  readonly table: string;
  /** As they stand in the table. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface PersonHistory {
  /** Table by table; nothing of him stands in any other. `names` are all that he stands under. */
  everythingOf(names: readonly string[]): AsyncIterable<PersonRows>;
  /** Rows that were erased, by table. What comes in later is new. */
  erase(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
