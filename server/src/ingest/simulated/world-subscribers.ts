/** The table of a simulated world's subscribers, as its operator would hand it over. */
import { readSubscriberTable, type SubscriberTable } from '../subscriber-table.ts';
import { subscriberTableText } from './subscriber-table-text.ts';
import type { World } from './world.ts';

export function subscriberTableOf(world: World): SubscriberTable {
  return readSubscriberTable(subscriberTableText(world));
}
