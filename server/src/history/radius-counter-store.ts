/** The last counters of RADIUS sessions in their table. */
import type { Engine } from './engine.ts';
import { radiusCounterDays } from './radius-counters.ts';
import type { RadiusCounters, RadiusHistory } from './radius-counters.ts';
import { RowBinaryReader } from './row-binary-reader.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';
import { radiusCounters } from './tables.ts';

/** In the place of an age that was not told. */
const noAge = 0xffff_ffff;
const rowBytes = 4 * 8 + 2 * 4 + 2;

export class RadiusCounterStore implements RadiusHistory {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async keepRadiusCounters(counters: readonly RadiusCounters[]): Promise<void> {
    if (counters.length === 0) return;
    const rows = new RowBinaryWriter(counters.length * rowBytes);
    for (const one of counters) write(one, rows);
    await this.#engine.insertRows(radiusCounters, rows.bytes);
  }

  async radiusCounters(): Promise<RadiusCounters[]> {
    const bytes = await this.#engine.selectBytes(
      `SELECT session, nas, at, session_seconds, up, down, gigawords, ended FROM radius_counters FINAL
WHERE written >= today() - ${radiusCounterDays}`,
    );
    const rows = new RowBinaryReader(bytes);
    const counters: RadiusCounters[] = [];
    while (!rows.atEnd) counters.push(read(rows));
    return counters;
  }
}

function write(one: RadiusCounters, rows: RowBinaryWriter): void {
  rows.float64(one.session);
  rows.float64(one.nas);
  rows.uint32(one.at);
  rows.uint32(one.sessionSeconds ?? noAge);
  rows.float64(one.upBytes);
  rows.float64(one.downBytes);
  rows.uint8(one.gigawords ? 1 : 0);
  rows.uint8(one.ended ? 1 : 0);
}

function read(rows: RowBinaryReader): RadiusCounters {
  const [session, nas, at, age] = [rows.float64(), rows.float64(), rows.uint32(), rows.uint32()];
  const sessionSeconds = age === noAge ? null : age;
  const [upBytes, downBytes] = [rows.float64(), rows.float64()];
  const [gigawords, ended] = [rows.uint8() === 1, rows.uint8() === 1];
  return { nas, session, at, sessionSeconds, upBytes, downBytes, gigawords, ended };
}
