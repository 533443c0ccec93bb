import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type SnapshotFolder } from './snapshot-folder.ts';

let folder: SnapshotFolder;
let data: string;
let app: RunningApp;

beforeAll(async () => {
  folder = await createSnapshotFolder();
  data = await mkdtemp(join(tmpdir(), 'tidewatch-data-'));
  app = await startAppOn(folder, data, '--lateness', '1200');
});

afterAll(async () => {
  await app.stop();
  await folder.remove();
  await rm(data, { recursive: true, force: true });
});

interface Answer {
  ingest: {
    dataAsOf: string | null;
    done: number;
    unlistedDevices: { device: string; files: number }[];
    accounting: { files: number; rows: number; accepted: number; late: number; dropped: unknown[] };
  };
}
const ingest =
  '{ ingest { dataAsOf done unlistedDevices { device files } accounting { files rows accepted late dropped { reason rows } } } }';

/** Bytes that the subscriber sent in each slot, by its start. */
async function sentBy(subscriber: string): Promise<Record<string, string>> {
  const { subscriber: found } = await app.query<{
    subscriber: { traffic: { start: string; upBytes: string }[] } | null;
  }>(
    `{ subscriber(number: "${subscriber}") { traffic(timeRange: { from: "2024-01-01T00:00:00Z", to: "2024-01-02T00:00:00Z" }) { start upBytes } } }`,
  );
  return Object.fromEntries((found?.traffic ?? []).map(({ start, upBytes }) => [start.slice(11, 16), upBytes]));
}

async function metric(name: string): Promise<string[]> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith(name));
}

const both = async (slot: number): Promise<void> => {
  await folder.write('62.0', slot, { '4114': [100, 200] });
  await folder.write('69.0', slot, { '7560': [100, 200] });
};
const asOf =
  (time: string) =>
  ({ ingest: { dataAsOf } }: Answer): boolean =>
    dataAsOf === `2024-01-01T${time}:00Z`;

describe('a snapshot that comes in a newer revision', () => {
  it('replaces the one before it while its slot is open', async () => {
    for (let slot = 0; slot < 6; slot++) await both(slot);
    await app.until<Answer>(ingest, asOf('01:00'));
    await folder.write('62.0', 6, { '4114': [100, 200], '1': [50, 50] });
    await app.until<Answer>(ingest, ({ ingest: { done } }) => done === 13);
    await folder.write('62.0', 6, { '4114': [111, 222] }, [], 1);
    await app.until<Answer>(ingest, ({ ingest: { done } }) => done === 14);
    await folder.write('69.0', 6, { '7560': [100, 200] });
    const { ingest: account } = await app.until<Answer>(ingest, asOf('01:10'));
    expect(account.accounting).toMatchObject({ files: 14, rows: 14, accepted: 14, late: 0, dropped: [] });
    expect(await sentBy('4114')).toMatchObject({ '00:50': '60000', '01:00': '66600' });
    expect(await sentBy('1')).toEqual({});
    expect(await metric('tidewatch_ingest_corrections_total')).toEqual([
      'tidewatch_ingest_corrections_total{outcome="replaced"} 1',
    ]);
  });

  it('takes its place in history, as late, when its slot has closed within the lateness', async () => {
    await folder.write('62.0', 6, { '4114': [120, 200], '2': [10, 10] }, [], 2);
    const { ingest: account } = await app.until<Answer>(
      ingest,
      ({ ingest: { accounting } }) => accounting.late > 0 && accounting.files === 14,
    );
    expect(account.accounting).toMatchObject({ files: 14, rows: 15, accepted: 15, late: 2, dropped: [] });
    expect(await sentBy('4114')).toMatchObject({ '01:00': '72000' });
    expect(await sentBy('2')).toEqual({ '01:00': '6000' });
    expect(await metric('tidewatch_ingest_corrections_total{outcome="amended"}')).toHaveLength(1);
  });

  it('is counted and kept aside when it is later than that, and changes nothing', async () => {
    for (let slot = 7; slot < 12; slot++) await both(slot);
    await app.until<Answer>(ingest, asOf('02:00'));
    await folder.write('62.0', 6, { '4114': [1, 1] }, [], 3);
    const { ingest: account } = await app.until<Answer>(
      ingest,
      (answer) => answer.ingest.accounting.dropped.length > 0,
    );
    expect(account.accounting.dropped).toEqual([{ reason: 'TOO_LATE', rows: 1 }]);
    expect(await sentBy('4114')).toMatchObject({ '01:00': '72000' });
    expect(await metric('tidewatch_ingest_corrections_total{outcome="kept-aside"}')).toHaveLength(1);
  });

  it('is not read again after a restart, nor are those before it', async () => {
    const before = await app.query<Answer>(ingest);
    const sent = await sentBy('4114');
    await app.stop();
    app = await startAppOn(folder, data, '--lateness', '1200');
    await both(12);
    const { ingest: after } = await app.until<Answer>(ingest, asOf('02:10'));
    expect(after.accounting).toMatchObject({
      files: before.ingest.accounting.files + 2,
      rows: before.ingest.accounting.rows + 2,
    });
    expect(await sentBy('4114')).toEqual({ ...sent, '02:00': '60000' });
  });
});

describe('a device that the table lacks', () => {
  it('keeps its files waiting, in sight, and has them read once the table has it', async () => {
    const partial = join(folder.path, '.partial-70.0');
    await writeFile(partial, '1,9,8888,01-01-2024 02:10:00,,600,6000,6000\n');
    await rename(partial, join(folder.path, 'psx_70.0_2024-01-01 02:20:00.csv'));
    const { ingest: status } = await app.until<Answer>(ingest, (answer) => answer.ingest.unlistedDevices.length > 0);
    expect(status.unlistedDevices).toEqual([{ device: '70.0', files: 1 }]);
    expect(await metric('tidewatch_ingest_files_of_unlisted_devices')).toEqual([
      'tidewatch_ingest_files_of_unlisted_devices 1',
    ]);
    await app.stop();
    await writeFile(folder.deviceTable, '9,70.0,bytes,",",%d-%m-%Y %H:%M:%S,GMT-6\n', { flag: 'a' });
    app = await startAppOn(folder, data, '--lateness', '1200');
    await both(13);
    const { ingest: after } = await app.until<Answer>(ingest, asOf('02:20'));
    expect(after.unlistedDevices).toEqual([]);
    expect(await sentBy('8888')).toEqual({ '02:10': '6000' });
  });
});
