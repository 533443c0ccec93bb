/** The table of a simulated world's subscribers, as its operator would hand it over. */
import type { Pseudonyms } from '../../privacy/pseudonyms.ts';
import { readSubscriberTable, type SubscriberTable } from '../subscriber-table.ts';
import { subscriberTableText } from './subscriber-table-text.ts';
import type { World } from './world.ts';

/** `pseudonyms` when subscribers are known by them. */
export function subscriberTableOf(world: World, pseudonyms: Pick<Pseudonyms, 'of'> | null = null): SubscriberTable {
  return readSubscriberTable(subscriberTableText(world), pseudonyms);
}
