/** Makes the world of a kind. */
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import { FlatWorld } from './flat/flat-world.ts';
import { RealWorld } from './real/real-world.ts';
import type { World, WorldOptions } from './world.ts';

/** Ids of its subscribers are added to the directory, in their order. */
export function createWorld(options: WorldOptions, directory: SubscriberDirectory): World {
  return options.kind === 'flat' ? new FlatWorld(options, directory) : new RealWorld(options, directory);
}
