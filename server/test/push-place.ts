/** A place where rows are pushed to a server: its folder, its key, and a collector that sends. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawKey } from './push-fixture.ts';

export interface PushedRow {
  readonly device: string;
  readonly subscriber: string;
  readonly slotStart: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface PushAnswer {
  readonly status: number;
  /** Seconds, as it was told; null without. */
  readonly retryAfter: string | null;
  readonly accepted: number;
  readonly repeated: number;
}

export interface PushPlace {
  readonly data: string;
  /** As on the command line of `npm start`. */
  readonly options: readonly string[];
  /** Resolves with null when the server died before it had answered. */
  push(url: string, rows: readonly PushedRow[]): Promise<PushAnswer | null>;
  remove(): Promise<void>;
}

export async function createPushPlace(): Promise<PushPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-push-'));
  const [data, keys, devices] = ['data', 'push-keys', 'psxattrs.csv'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const { line, secret } = drawKey('collector', 'samples');
  await mkdir(data);
  await writeFile(keys, line);
  await writeFile(devices, 'Id,PSX,TransmitUnits,Delimiter,DateFormat\n3,62.0,bytes,|,%d/%m/%Y %H:%M:%S\n');
  const files = ['--data', data, '--devices', devices, '--push-keys', keys];
  return {
    data,
    options: [...files, '--lateness', '1200', '--poll-interval', '10'],
    async push(url, rows) {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(rows) };
      const response = await fetch(`${url}/ingest/samples`, init).catch(() => null);
      const answer = (await response?.json().catch(() => null)) as Pick<PushAnswer, 'accepted' | 'repeated'> | null;
      if (response === null || answer === null) return null;
      return { ...answer, status: response.status, retryAfter: response.headers.get('retry-after') };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What history has of these subscribers, in the order of slots and then of subscribers. */
export async function heldRows(url: string, subscribers: Iterable<string>): Promise<Omit<PushedRow, 'device'>[]> {
  const found: Omit<PushedRow, 'device'>[] = [];
  for (const subscriber of subscribers) {
    const response = await fetch(`${url}/api/subscriber/${subscriber}?limit=all`);
    if (!response.ok) continue;
    const samples = (await response.json()) as { UpTx: number; DownTx: number; Start10mPeriod: number }[];
    for (const { UpTx, DownTx, Start10mPeriod } of samples)
      found.push({ subscriber, slotStart: Start10mPeriod / 1000, upBytes: UpTx, downBytes: DownTx });
  }
  return found.sort((a, b) => a.slotStart - b.slotStart || (a.subscriber < b.subscriber ? -1 : 1));
}
