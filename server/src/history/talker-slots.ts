/** The greatest and the newest slot of a few subscribers in a range: of samples, since an hour of the roll-up has no slots any more. */
import type { Engine } from './engine.ts';
import type { TimeRange } from './history.ts';
import type { SlotVolume } from './talker.ts';
import { rangeParameters } from './time-range-sql.ts';

interface SlotsQuery {
  /** Not empty. */
  readonly range: TimeRange;
  readonly slotSeconds: number;
  /** Only what went through this device. */
  readonly device: string | undefined;
  readonly who: readonly string[];
}

/** The sums are of the samples that are there still. */
export interface SlotVolumes extends SlotVolume {
  /** The most in a slot, each direction by itself. */
  readonly peakSlot: SlotVolume;
  readonly lastSlot: SlotVolume;
}

interface Row extends SlotVolume {
  readonly subscriber: string;
  readonly peakUp: number;
  readonly peakDown: number;
  readonly lastUp: number;
  readonly lastDown: number;
}

/** By subscriber; who has no samples there any more is missing. */
export async function slotVolumes(
  engine: Engine,
  { range, slotSeconds, device, who }: SlotsQuery,
): Promise<Map<string, SlotVolumes>> {
  if (who.length === 0) return new Map();
  const newest = (Math.ceil(range.to / slotSeconds) - 1) * slotSeconds;
  const rows = await engine.select<Row>(
    `SELECT subscriber, sum(up) AS upBytes, sum(down) AS downBytes, max(up) AS peakUp, max(down) AS peakDown,
  sumIf(up, moment = {newest:UInt32}) AS lastUp, sumIf(down, moment = {newest:UInt32}) AS lastDown
FROM (
  SELECT subscriber, toUnixTimestamp(slot) AS moment, sum(up_bytes) AS up, sum(down_bytes) AS down FROM samples FINAL
  WHERE subscriber IN {who:Array(String)} AND slot >= toDateTime({from:UInt32}, 'UTC') AND slot < toDateTime({to:UInt32}, 'UTC')
    ${device === undefined ? '' : 'AND device = {device:String}'}
  GROUP BY subscriber, slot
) GROUP BY subscriber`,
    { ...rangeParameters(range), newest, who, device: device ?? '' },
  );
  return new Map(
    rows.map(({ subscriber, upBytes, downBytes, peakUp, peakDown, lastUp, lastDown }) => [
      subscriber,
      {
        upBytes,
        downBytes,
        peakSlot: { upBytes: peakUp, downBytes: peakDown },
        lastSlot: { upBytes: lastUp, downBytes: lastDown },
      },
    ]),
  );
}
