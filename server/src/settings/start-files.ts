/** The files that the settings of `start` name, read before anything starts: device table, rule, table of subscribers, keys and clients. */
import { stat } from 'node:fs/promises';
import { ConfigError } from './config-error.ts';
import type { Config } from '../config.ts';
import { devicesIn } from './device-table-file.ts';
import type { DeviceReading } from '../domain/device.ts';
import { defaultRuleSettings, type RuleSettings } from '../domain/rule-parameters.ts';
import type { PushKey } from '../ingest/push/push-keys.ts';
import type { ClientTable } from '../ingest/radius/client-table.ts';
import type { SubscriberTable } from '../ingest/subscriber-table.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { pseudonymsIn } from './pseudonym-keys-file.ts';
import { pushKeysIn } from './push-keys-file.ts';
import { radiusClientsIn } from './radius-clients-file.ts';
import { ruleIn } from './rule-file.ts';
import { subscribersIn } from './subscriber-table-file.ts';

export interface StartFiles {
  /** The device table, or null for the simulated ISP. */
  readonly devices: readonly DeviceReading[] | null;
  readonly rule: RuleSettings;
  /** Null when none is named. */
  readonly subscriberTable: SubscriberTable | null;
  /** Null when subscribers stand under their numbers. */
  readonly pseudonyms: Pseudonyms | null;
  /** Keys of the machines that may push; null when no file is named. */
  readonly pushKeys: readonly PushKey[] | null;
  /** Null when RADIUS is not listened for. */
  readonly radiusClients: ClientTable | null;
}

/** Throws `ConfigError` with every fault of all of them. */
export async function readStartFiles(config: Config): Promise<StartFiles> {
  const faults: string[] = [];
  const devices = config.devices === null ? null : await readDevices(config, faults);
  const rule = config.rule === null ? defaultRuleSettings : await ruleIn(config.rule, faults);
  const pseudonyms = config['pseudonym-keys'] === null ? null : await pseudonymsIn(config['pseudonym-keys'], faults);
  const subscriberTable =
    config.subscribers === null ? null : await subscribersIn(config.subscribers, pseudonyms, faults);
  const pushKeys = config['push-keys'] === null ? null : await pushKeysIn(config['push-keys'], faults);
  const radiusClients = await readClients(config, devices ?? [], faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return { devices, rule, subscriberTable, pseudonyms, pushKeys, radiusClients };
}

async function readDevices({ snapshots, devices, counters }: Config, faults: string[]): Promise<DeviceReading[]> {
  const table = await devicesIn(devices ?? undefined, counters, faults);
  const folder = snapshots === null ? null : await stat(snapshots).catch(() => null);
  if (snapshots !== null && folder?.isDirectory() !== true)
    faults.push(`--snapshots is "${snapshots}", which is not a folder that can be read.`);
  return table;
}

/** Null also when there is no device that clients could be of: that has been told. */
async function readClients(
  config: Config,
  devices: readonly DeviceReading[],
  faults: string[],
): Promise<ClientTable | null> {
  const path = config['radius-clients'];
  if (path === null || devices.length === 0) return null;
  return radiusClientsIn(path, new Set(devices.map(({ name }) => name)), faults);
}
