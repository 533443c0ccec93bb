/** Finds those who were erased among the subscribers that a process knows: a hash does not tell a name, each has to be tried. */
import { setImmediate as turn } from 'node:timers/promises';
import type { SubscriberIndex } from '../domain/subscriber-index.ts';

/** About five milliseconds; then others have their turn. */
const namesPerTurn = 2000;

/** Their indexes. */
export async function erasedIn(
  directory: Pick<SubscriberIndex, 'size' | 'idOf'>,
  isErased: (name: string) => boolean,
): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < directory.size; index++) {
    if (isErased(directory.idOf(index))) found.push(index);
    if (index % namesPerTurn === namesPerTurn - 1) await turn();
  }
  return found;
}
