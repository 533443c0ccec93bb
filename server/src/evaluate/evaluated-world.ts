/** Makes the world that rules are evaluated in. What a world's name means is decided here alone. */
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { defaultSlotSeconds } from '../domain/slot.ts';
import { createWorld } from '../ingest/simulated/create-world.ts';
import { simulatedDevices } from '../ingest/simulated/simulated-devices.ts';
import type { World, WorldKind } from '../ingest/simulated/world.ts';

/** `flat` is the measured week, without rhythm; `real` adds what that week lacks. */
export const worldNames = ['flat', 'real'] as const satisfies readonly WorldKind[];
export type WorldName = WorldKind;

export interface EvaluatedWorldOptions {
  readonly subscribers: number;
  readonly quietDays: number;
  /** Per 1,000 subscribers. */
  readonly attacksPerDay: number;
  /** Per 1,000 subscribers. */
  readonly lookAlikesPerDay: number;
  /** As in `WorldOptions`. */
  readonly noiseFactor: number;
}

/** Monday, 2024-01-01. */
const startedAt = 1_704_067_200;

export function createEvaluatedWorld(
  name: WorldName,
  seed: number,
  options: EvaluatedWorldOptions,
  directory: SubscriberDirectory,
): World {
  const { subscribers, quietDays, attacksPerDay, lookAlikesPerDay, noiseFactor } = options;
  return createWorld(
    {
      kind: name,
      seed,
      subscribers,
      startedAt,
      slotSeconds: defaultSlotSeconds,
      devices: simulatedDevices[name],
      attacksPerDay,
      lookAlikesPerDay,
      quietDays,
      noiseFactor,
    },
    directory,
  );
}
