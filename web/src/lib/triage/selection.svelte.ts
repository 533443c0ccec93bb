/** Which rows of a list are selected, by id; never more than can be acted on at once. */
import { mostAtOnce } from './act.ts';

interface Identified {
  readonly id: string;
}

export class Selection {
  #ids: ReadonlySet<string> = $state.raw(new Set());

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Those of the rows that are selected, in their order. */
  of<Row extends Identified>(rows: readonly Row[]): Row[] {
    return rows.filter(({ id }) => this.#ids.has(id));
  }

  /** What would be too many is left as it is. */
  toggle(id: string): void {
    const ids = new Set(this.#ids);
    if (!ids.delete(id) && ids.size < mostAtOnce) ids.add(id);
    this.#ids = ids;
  }

  /** Whether all of the rows are selected, or as many as can be. */
  hasAll(rows: readonly Identified[]): boolean {
    return rows.length > 0 && rows.slice(0, mostAtOnce).every(({ id }) => this.#ids.has(id));
  }

  /** All of the rows, or as many as can be; none if all of them were. */
  toggleAll(rows: readonly Identified[]): void {
    this.#ids = new Set(this.hasAll(rows) ? [] : rows.slice(0, mostAtOnce).map(({ id }) => id));
  }

  clear(): void {
    this.#ids = new Set();
  }
}
