/** A part of the detector's state: columns of its own that grow, are saved and restored as one. */
import type { Column } from './saved-state.ts';
import { SubscriberColumns, type ColumnArrays, type ColumnShapes } from './subscriber-columns.ts';

export class SubscriberState<Shapes extends ColumnShapes> {
  /** The columns by name: `of.level[who]`. */
  protected of: ColumnArrays<Shapes>;
  readonly #columns: SubscriberColumns<Shapes>;

  constructor(shapes: Shapes) {
    this.#columns = new SubscriberColumns(shapes);
    this.of = this.#columns.arrays;
  }

  /** Call before a subscriber with an index of `subscribers` - 1 is touched. */
  ensure(subscribers: number): void {
    if (this.#columns.ensure(subscribers)) this.of = this.#columns.arrays;
  }

  /** As if he had never been seen. */
  forget(who: number): void {
    this.#columns.clear(who);
  }

  saveColumns(subscribers: number): Map<string, Column> {
    const columns = this.#columns.save(subscribers);
    this.of = this.#columns.arrays;
    return columns;
  }

  restoreColumns(columns: ReadonlyMap<string, Column>, subscribers: number): void {
    this.#columns.restore(columns, subscribers);
    this.of = this.#columns.arrays;
  }
}
