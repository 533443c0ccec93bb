/** How well the devices told what goes on behind them: files, rows, and slots without a report. */
import { dropReasons } from '../domain/dead-letter.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { toAccounting, type AccountingRow } from './accounting-reader.ts';
import type { Engine } from './engine.ts';
import type { Accounting, TimeRange } from './history.ts';
import type { DeviceQuality } from './quality.ts';
import { isSupersededSql } from './supersede.ts';
import { rangeParameters, withinSql } from './time-range-sql.ts';

const files = `SELECT device, count() AS files, sum(t.rows) AS rows, sum(t.accepted) AS accepted, sum(t.late) AS late,
  sum(t.estimated) AS estimated, sumMap(t.dropped) AS dropped
FROM ingested_files AS t FINAL WHERE ${withinSql('snapshot_at')} AND NOT ${isSupersededSql} GROUP BY device`;

/** Reports count, empty ones too. The network is the device '', and begins when the first device does. */
const slots = `SELECT device, toUnixTimestamp(min(slot)) AS first, uniqExactIf(slot, ${withinSql('slot')}) AS reported
FROM slot_totals GROUP BY device`;

const volumes = `SELECT device, sum(up_bytes) + sum(down_bytes) AS volume FROM slot_totals FINAL
WHERE device != '' AND ${withinSql('slot')} GROUP BY device`;

const deadLetters = `SELECT reason, count() AS rows FROM dead_letters FINAL
WHERE file IN (SELECT file FROM ingested_files WHERE ${withinSql('snapshot_at')}) GROUP BY reason`;

interface SlotsRow {
  readonly device: string;
  readonly first: EpochSeconds;
  readonly reported: number;
}

export class QualityReader {
  readonly #engine: Engine;
  readonly #slotSeconds: number;

  constructor(engine: Engine, slotSeconds: number) {
    this.#engine = engine;
    this.#slotSeconds = slotSeconds;
  }

  async deviceQuality(devices: readonly string[], range: TimeRange): Promise<Map<string, DeviceQuality>> {
    const parameters = rangeParameters(range);
    const [accounts, reports, [closed]] = await Promise.all([
      this.#engine.select<AccountingRow & { device: string }>(files, parameters),
      this.#engine.select<SlotsRow>(slots, parameters),
      this.#engine.select<{ through: number }>(
        'SELECT toUnixTimestamp(max(closed_through)) AS through FROM commits HAVING count() > 0',
      ),
    ]);
    const accountOf = new Map(accounts.map((row) => [row.device, toAccounting(row)]));
    const slotsOf = new Map(reports.map((row) => [row.device, row]));
    const dataEnd = closed === undefined ? 0 : closed.through + this.#slotSeconds;
    return new Map(
      devices.map((device) => {
        const first = (slotsOf.get(device) ?? slotsOf.get(''))?.first ?? dataEnd;
        const expected = { from: Math.max(range.from, first), to: Math.min(range.to, dataEnd) };
        const quality: DeviceQuality = {
          device,
          accounting: accountOf.get(device) ?? toAccounting(undefined),
          expectedSlots: this.#slotsIn(expected),
          reportedSlots: slotsOf.get(device)?.reported ?? 0,
        };
        return [device, quality];
      }),
    );
  }

  /** Bytes in both directions, of each device with traffic. */
  async deviceVolumes(range: TimeRange): Promise<Map<string, number>> {
    const rows = await this.#engine.select<{ device: string; volume: number }>(volumes, rangeParameters(range));
    return new Map(rows.map(({ device, volume }) => [device, volume]));
  }

  /** Of the files whose snapshots were taken in the range; in the order of `dropReasons`. */
  async deadLetterCounts(range: TimeRange): Promise<Accounting['dropped']> {
    const rows = await this.#engine.select<Accounting['dropped'][number]>(deadLetters, rangeParameters(range));
    return rows.toSorted((a, b) => dropReasons.indexOf(a.reason) - dropReasons.indexOf(b.reason));
  }

  /** Slots that start in the range. */
  #slotsIn({ from, to }: TimeRange): number {
    return Math.max(0, Math.ceil(to / this.#slotSeconds) - Math.ceil(from / this.#slotSeconds));
  }
}
