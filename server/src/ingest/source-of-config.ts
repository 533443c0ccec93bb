/** Makes the source that the settings ask for: snapshot files of a folder, or the simulated ISP. */
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { DeviceReading } from '../domain/device.ts';
import type { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { simulatedDevices } from './simulated/simulated-devices.ts';
import { createSimulatedSource } from './simulated/simulated-source.ts';
import { createSnapshotDirectorySource } from './snapshot/snapshot-directory-source.ts';
import type { Source } from './source.ts';

export interface SourceParts {
  readonly config: Config;
  /** The device table; null asks for the simulated ISP. */
  readonly devices: readonly DeviceReading[] | null;
  /** First slot of the simulated ISP: the same at every start, so that it goes on where it was. */
  readonly simulatedFrom: EpochSeconds;
  readonly directory: SubscriberIndex;
  /** A file that can't be used; the source goes on. */
  readonly onUnusable: (file: string, fault: Error) => void;
  /** The source has ended for good. */
  readonly onEnded: (fault: Error) => void;
}

/** What happens in the simulated ISP, per 1,000 subscribers and day: enough to watch, few enough to be news. */
const attacksPerDay = 6;
const lookAlikesPerDay = 3;
/** Days at the beginning for the detector to learn from. */
const quietDays = 2;

export function createSource(parts: SourceParts): Source {
  const { config, devices, directory } = parts;
  if (devices === null || config.snapshots === null) return simulated(parts);
  return createSnapshotDirectorySource({
    directory: resolve(config.snapshots),
    devices,
    subscribers: directory,
    pollIntervalMs: config['poll-interval'],
    settledAfterMs: config['settled-after'],
    maxFileBytes: config['max-file-size'],
    once: false,
    now: Date.now,
    onFault: parts.onUnusable,
  });
}

function simulated({ config, simulatedFrom, directory, onEnded }: SourceParts): Source {
  return createSimulatedSource({
    world: {
      kind: config['simulated-world'],
      seed: config['simulated-seed'],
      subscribers: config['simulated-subscribers'],
      startedAt: simulatedFrom,
      slotSeconds: config['slot-length'],
      devices: simulatedDevices[config['simulated-world']],
      attacksPerDay,
      lookAlikesPerDay,
      quietDays,
    },
    backfillDays: config['simulated-days'],
    slotIntervalMs: config['simulated-slot-interval'],
    directory,
    onFault: (fault) => onEnded(fault as Error),
  });
}
