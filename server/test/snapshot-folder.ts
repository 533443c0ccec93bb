/** Writes snapshot files as a test wants them: a session of exactly one slot for each subscriber, so that his rate is what the test says. */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes per second, by subscriber. */
export type Rates = Readonly<Record<string, readonly [up: number, down: number]>>;

export const firstSlot = Date.UTC(2024, 0, 1) / 1000;
const header = 'IdSession,IdPSX,IdSubscriber,StartSession,EndSession,Duartion,UpTx,DownTx';

export interface SnapshotFolder {
  readonly path: string;
  readonly deviceTable: string;
  /** Writes the file of the slot under another name and renames it in, as a collector should. */
  write(
    device: '62.0' | '69.0',
    slot: number,
    rates: Rates,
    extraLines?: readonly string[],
    revision?: number,
  ): Promise<void>;
  remove(): Promise<void>;
}

const idOf = { '62.0': 3, '69.0': 4 } as const;

export async function createSnapshotFolder(slotSeconds = 600): Promise<SnapshotFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tidewatch-snapshots-'));
  const deviceTable = join(path, 'psxattrs.csv');
  const rows = Object.entries(idOf).map(([name, id]) => `${id},${name},bytes,",",%d-%m-%Y %H:%M:%S,GMT-6\n`);
  await writeFile(deviceTable, `Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ\n${rows.join('')}`);
  return {
    path,
    deviceTable,
    async write(device, slot, rates, extraLines = [], revision = 0) {
      const start = firstSlot + slot * slotSeconds;
      const lines = Object.entries(rates).map(
        ([subscriber, [up, down]], n) =>
          `${slot * 100 + n},${idOf[device]},${subscriber},${dayFirst(start)},,${slotSeconds},${Math.round(up * slotSeconds)},${Math.round(down * slotSeconds)}`,
      );
      const partial = join(path, `.partial-${device}`);
      await writeFile(partial, `${[header, ...lines, ...extraLines].join('\n')}\n`);
      const name = `psx_${device}_${iso(start + slotSeconds)}${revision === 0 ? '' : `.r${revision}`}.csv`;
      await rename(partial, join(path, name));
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

function iso(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function dayFirst(epochSeconds: number): string {
  return iso(epochSeconds).replace(/(\d+)-(\d+)-(\d+)/, '$3-$2-$1');
}
