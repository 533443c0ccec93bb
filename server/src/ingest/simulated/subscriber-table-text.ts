/** Writes the table of subscribers: the plan and the type of each, as an operator's contracts tell. */
import type { World } from './world.ts';

export function subscriberTableText(world: World): string {
  const lines = Array.from({ length: world.options.subscribers }, (_, position) =>
    [world.subscriberId(position), world.planOf(position), world.typeOf(position)].join(','),
  );
  return ['IdSubscriber,Plan,Type', ...lines, ''].join('\n');
}
