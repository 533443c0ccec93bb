/**
 * State of every subscriber as named typed arrays, listed once: the list is what they grow, are saved and are restored by.
 * A column has `stride` entries a subscriber, side by side.
 */
import { grownTo } from './grown-array.ts';
import { StateMismatch, type Column } from './saved-state.ts';

/** How a column is made: `new` of a typed array. */
type ColumnKind<A extends Column> = (new (length: number) => A) & { readonly BYTES_PER_ELEMENT: number };

export interface ColumnShape<A extends Column = Column> {
  readonly kind: ColumnKind<A>;
  readonly stride: number;
}

export type ColumnShapes = Readonly<Record<string, ColumnShape>>;

export type ColumnArrays<Shapes extends ColumnShapes> = {
  readonly [Name in keyof Shapes]: Shapes[Name] extends ColumnShape<infer A> ? A : never;
};

/** A column with `stride` entries of this kind a subscriber. */
export function perSubscriber<A extends Column>(kind: ColumnKind<A>, stride = 1): ColumnShape<A> {
  return { kind, stride };
}

export function bytesPerSubscriber(shapes: ColumnShapes): number {
  return Object.values(shapes).reduce((bytes, { kind, stride }) => bytes + kind.BYTES_PER_ELEMENT * stride, 0);
}

/** Room for this many to begin with. */
const leastCapacity = 1024;
/** Half as much again: a column of a million is copied seventeen times on its way, and a third of it is idle at worst. */
const growth = 1.5;

export class SubscriberColumns<Shapes extends ColumnShapes> {
  readonly #shapes: Shapes;
  #capacity = leastCapacity;
  #arrays: ColumnArrays<Shapes>;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
    this.#arrays = this.#each((_, { kind, stride }) => new kind(leastCapacity * stride));
  }

  /** The arrays as they are until the next `ensure` that gives true, or `restore`: take them anew after either. */
  get arrays(): ColumnArrays<Shapes> {
    return this.#arrays;
  }

  /** Makes room. True when the arrays are others than before; new entries are 0. */
  ensure(subscribers: number): boolean {
    if (subscribers <= this.#capacity) return false;
    const capacity = Math.max(subscribers, Math.ceil(this.#capacity * growth));
    this.#arrays = this.#each((name, { stride }) => grownTo(this.#arrays[name], capacity * stride));
    this.#capacity = capacity;
    return true;
  }

  /** Leaves of a subscriber what is there of one who was never seen. */
  clear(who: number): void {
    for (const [name, { stride }] of Object.entries(this.#shapes))
      this.#arrays[name]!.fill(0, who * stride, (who + 1) * stride);
  }

  /** Copies of what the first subscribers have. */
  save(subscribers: number): Map<string, Column> {
    this.ensure(subscribers);
    return new Map(
      Object.entries(this.#shapes).map(([name, { stride }]) => [
        name,
        this.#arrays[name]!.slice(0, subscribers * stride),
      ]),
    );
  }

  /** Keeps the arrays given as its own. Throws `StateMismatch` unless there is one of the right kind and length for every name. */
  restore(columns: ReadonlyMap<string, Column>, subscribers: number): void {
    const strangers = [...columns.keys()].filter((name) => !(name in this.#shapes));
    if (strangers.length > 0) throw new StateMismatch(`has the column ${strangers[0]!}, expected none of this name`);
    this.#arrays = this.#each((name, { kind, stride }) => {
      const column = columns.get(String(name));
      if (column instanceof kind && column.length === subscribers * stride) return column;
      const given = column === undefined ? 'no column' : `${column.length} entries of ${column.constructor.name} as`;
      throw new StateMismatch(`has ${given} ${String(name)}, expected ${subscribers * stride} entries of ${kind.name}`);
    });
    this.#capacity = subscribers;
    this.ensure(leastCapacity);
  }

  #each(arrayOf: (name: keyof Shapes, shape: ColumnShape) => Column): ColumnArrays<Shapes> {
    const arrays = Object.entries(this.#shapes).map(([name, shape]) => [name, arrayOf(name, shape)] as const);
    return Object.fromEntries(arrays) as ColumnArrays<Shapes>;
  }
}
