/** Makes room in a typed array: state lives in columns that grow with the number of subscribers. */
import type { Column } from './saved-state.ts';

/** An array of the same kind with the same beginning and `length` entries; the new ones are 0. */
export function grownTo<A extends Column>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}
