/** Makes the sources that the settings ask for: those of a real ISP, or the simulated one. */
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { DeviceReading } from '../domain/device.ts';
import { defaultRuleSettings } from '../domain/rule-parameters.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { ReceivedHistory } from '../history/received.ts';
import { createWorld } from './simulated/create-world.ts';
import { simulatedDevices } from './simulated/simulated-devices.ts';
import { createSimulatedSource } from './simulated/simulated-source.ts';
import type { WorldOptions } from './simulated/world.ts';
import { subscriberTableOf } from './simulated/world-subscribers.ts';
import { createSnapshotDirectorySource } from './snapshot/snapshot-directory-source.ts';
import type { ClientTable } from './radius/client-table.ts';
import {
  createRadiusAccounting,
  type RadiusAccounting,
  type RadiusAccountingOptions,
} from './radius/radius-accounting.ts';
import type { IngestEdge } from './ingest-edge.ts';
import { takingNumbers } from './received/named-records.ts';
import { createReceivedSource, type ReceivedSource } from './received/received-source.ts';
import { createRedisKeys, type RedisKeysPorts } from './redis-keys/redis-keys-of-config.ts';
import { joinSources } from './source-group.ts';
import type { Source } from './source.ts';
import type { UnlistedDevice } from './unlisted-device.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import type { SubscriberTable } from './subscriber-table.ts';

export interface SourceParts {
  readonly config: Config;
  /** The device table; null asks for the simulated ISP. */
  readonly devices: readonly DeviceReading[] | null;
  /** First slot of the simulated ISP: the same at every start, so that it goes on where it was. */
  readonly simulatedFrom: EpochSeconds;
  readonly edge: IngestEdge;
  /** What is received record by record, where a setting asks for it. */
  readonly received: ReceivedSource | null;
  /** A file that can't be used; the source goes on. */
  readonly onUnusable: (file: string, fault: Error) => void;
  /** All devices that files wait for because the table lacks them, whenever they have changed. */
  readonly onUnlisted: (source: string, devices: readonly UnlistedDevice[]) => void;
  readonly redisKeys: RedisKeysPorts;
  /** The source has ended for good. */
  readonly onEnded: (fault: Error) => void;
}

/** What happens in the simulated ISP, per 1,000 subscribers and day: enough to watch, few enough to be news. */
const attacksPerDay = 6;
const lookAlikesPerDay = 3;
/** Days at the beginning for the detector to learn from: those before it judges anybody, and one more. */
const quietDays = defaultRuleSettings.networkLearningDays + 1;

export function createSource(parts: SourceParts): Source {
  const { devices, received } = parts;
  if (devices === null) return parts.edge.guarded(simulated(parts));
  const files = snapshotFiles(parts, devices);
  const keys = createRedisKeys(parts, devices);
  const guarded = [files, keys].map((source) => source && parts.edge.guarded(source));
  return joinSources([...guarded, received].filter((source) => source !== null));
}

function snapshotFiles(
  { config, edge, onUnusable, onUnlisted }: SourceParts,
  devices: readonly DeviceReading[],
): Source | null {
  if (config.snapshots === null) return null;
  return createSnapshotDirectorySource({
    directory: resolve(config.snapshots),
    devices,
    subscribers: edge.numbers,
    pollIntervalMs: config['poll-interval'],
    settledAfterMs: config['settled-after'],
    maxFileBytes: config['max-file-size'],
    once: false,
    now: Date.now,
    onFault: onUnusable,
    onUnlisted: (unlisted) => onUnlisted('snapshot files', unlisted),
  });
}

/** How long records are gathered: five inserts a second are few enough for history, and nobody who sends waits long. */
const gatherMs = 200;
/** About a slot of a hundred thousand subscribers; 30 MB. */
const mostWaitingRecords = 100_000;

export type ReceivedParts = Pick<SourceParts, 'config' | 'devices' | 'edge'> & {
  /** Of names. */
  readonly directory: SubscriberDirectory;
  readonly onFault: (fault: Error) => void;
  readonly history: ReceivedHistory;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** Null when no setting asks for it. */
export function createReceived({ config, devices, directory, edge, ...ports }: ReceivedParts): ReceivedSource | null {
  if (devices === null || (config['push-keys'] === null && config.radius === null)) return null;
  const source = createReceivedSource({
    ...ports,
    devices,
    subscribers: directory,
    slotSeconds: config['slot-length'],
    waitSeconds: { sample: config['push-wait'], session: 0, accounting: config['radius-wait'] },
    quietSeconds: 5,
    gatherMs,
    mostWaiting: mostWaitingRecords,
    pollIntervalMs: config['poll-interval'],
    now: () => Date.now() / 1000,
  });
  return takingNumbers(source, edge);
}

export type RadiusParts = Pick<RadiusAccountingOptions, 'history' | 'log' | 'metrics'> & {
  readonly config: Config;
  readonly clients: ClientTable | null;
  readonly received: ReceivedSource | null;
};

/** Null when no setting asks for it. */
export function createRadius({ config, clients, received, ...ports }: RadiusParts): RadiusAccounting | null {
  if (config.radius === null || clients === null || received === null) return null;
  return createRadiusAccounting({
    ...ports,
    ...config.radius,
    clients,
    received,
    subscriberFrom: config['radius-subscriber'],
    slotSeconds: config['slot-length'],
    waitSeconds: config['radius-wait'],
  });
}

/** What the simulated ISP knows of its subscribers. */
export function simulatedSubscribers(
  config: Config,
  simulatedFrom: EpochSeconds,
  pseudonyms: Pick<Pseudonyms, 'of'> | null,
): SubscriberTable {
  return subscriberTableOf(createWorld(worldOptions(config, simulatedFrom), new SubscriberIndex()), pseudonyms);
}

function worldOptions(config: Config, simulatedFrom: EpochSeconds): WorldOptions {
  return {
    kind: config['simulated-world'],
    seed: config['simulated-seed'],
    subscribers: config['simulated-subscribers'],
    startedAt: simulatedFrom,
    slotSeconds: config['slot-length'],
    devices: simulatedDevices[config['simulated-world']],
    attacksPerDay,
    lookAlikesPerDay,
    quietDays,
  };
}

function simulated({ config, simulatedFrom, edge, onEnded }: SourceParts): Source {
  return createSimulatedSource({
    world: worldOptions(config, simulatedFrom),
    backfillDays: config['simulated-days'],
    slotIntervalMs: config['simulated-slot-interval'],
    directory: edge.numbers,
    onFault: (fault) => onEnded(fault as Error),
  });
}
