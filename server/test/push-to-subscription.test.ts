/** Rows that are pushed go the way of all others: into history, through the detector, and to whoever listens. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawKey } from './push-fixture.ts';
import { writeQuickRule } from './quick-rule.ts';
import { startApp, type RunningApp } from './running-app.ts';

const slotSeconds = 600;
const learned = 150;
const slots = learned + 4;
/** A midnight, so that days are whole ones at any time of the day; all slots have ended by the clock of this machine. */
const firstSlot = Math.floor((Date.now() / 1000 - slots * slotSeconds) / 86_400) * 86_400;
const startOf = (slot: number): number => firstSlot + slot * slotSeconds;

/** Two subscribers of one device, one of whom uploads a hundred times as much from some moment on. */
const rowsOf = (slot: number): object[] => {
  const common = { device: '62.0', slotStart: startOf(slot) };
  const upBytes = slot < learned ? 12_000_000 + 540_000 * Math.sin(slot) : 1_200_000_000;
  return [
    { ...common, subscriber: '4114', upBytes: Math.round(upBytes), downBytes: 54_000_000 + slot },
    { ...common, subscriber: '7560', upBytes: 30_000_000, downBytes: '60000000' },
  ];
};

let folder: string;
let app: RunningApp;
let secret: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-pushed-'));
  const [devices, keys] = [join(folder, 'psxattrs.csv'), join(folder, 'push-keys')];
  await writeFile(
    devices,
    'Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ\n3,62.0,bits,",",%d-%m-%Y %H:%M:%S,\n4,69.0,bits,|,%d/%m/%Y %H:%M:%S,\n',
  );
  const { line, secret: drawn } = drawKey('collector', 'samples,sessions');
  secret = drawn;
  await writeFile(keys, line);
  const rule = await writeQuickRule(folder, { closeMinutes: 30 });
  const files = ['--devices', devices, '--push-keys', keys, '--rule', rule, '--data', join(folder, 'data')];
  app = await startApp([...files, '--push-wait', '0', '--lateness', '0', '--poll-interval', '10']);
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Again while the server says that it is not ready, as a client should. */
async function push(path: string, body: string, type: string): Promise<unknown> {
  for (;;) {
    const response = await fetch(app.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': type, 'content-encoding': 'gzip' },
      body: gzipSync(body),
    });
    const answer = await response.json();
    if (response.status !== 503) return [response.status, answer];
  }
}

interface Account {
  readonly ingest: {
    readonly accounting: { readonly files: number; readonly rows: number; readonly accepted: number };
  };
}
const account = '{ ingest { accounting { files rows accepted } } }';

describe('from a push to the anomaly', () => {
  it('learns from samples that were pushed, and finds an attack in them', async () => {
    const rows = Array.from({ length: slots }, (_, slot) => rowsOf(slot)).flat();
    const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    expect(await push('/ingest/samples', body, 'application/x-ndjson')).toMatchObject([202, { accepted: 2 * slots }]);
    await app.until<Account>(account, ({ ingest }) => ingest.accounting.rows >= 2 * (slots - 1));
    const { anomalies } = await app.query<{ anomalies: { edges: { node: unknown }[] } }>(
      '{ anomalies { edges { node { subscriber { number } kind openedAt } } } }',
    );
    const openedAt = new Date(startOf(learned) * 1000).toISOString().replace('.000', '');
    expect(anomalies.edges).toMatchObject([{ node: { subscriber: { number: '4114' }, openedAt } }]);
    const samples = (await (await fetch(`${app.url}/api/subscriber/4114?limit=1`)).json()) as unknown[];
    expect(samples).toMatchObject([{ IdPSX: 3, UpTx: 1_200_000_000 }]);
  });

  it('takes a snapshot file of a device as it is, in its own units', async () => {
    const at = (epochSeconds: number): string =>
      new Date(epochSeconds * 1000).toISOString().replace(/^(\d+)-(\d+)-(\d+)T(.{8}).*$/, '$3/$2/$1 $4');
    const snapshotAt = startOf(slots);
    const file = `IdSession|IdPSX|IdSubscriber|StartSession|EndSession|Duartion|UpTx|DownTx
15|4|900|${at(snapshotAt - 1200)}||1200|16000|32000\n`;
    const path = `/ingest/sessions?device=69.0&snapshotAt=${snapshotAt}`;
    expect(await push(path, file, 'text/csv')).toMatchObject([202, { accepted: 1, rejected: 0 }]);
    await app.until<Account>(account, ({ ingest }) => ingest.accounting.rows === 2 * slots + 1);
    const response = await fetch(`${app.url}/api/subscriber/900`);
    // Half of what a session of two slots has counted, in bytes.
    expect(await response.json()).toMatchObject([{ IdPSX: 4, UpTx: 1000, DownTx: 2000 }]);
  });
});
