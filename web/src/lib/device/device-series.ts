/** The traffic of all devices on one time axis: the largest by name, what remains summed up as others. */
import type { Row, TrafficRow, Value } from '../charts/rows.ts';

export const directions = ['both', 'up', 'down'] as const;
export type DeviceDirection = (typeof directions)[number];

/** One instant with the rate of every series, bit/s; NaN where that was not seen. */
export interface DeviceRow extends Row {
  readonly rates: readonly number[];
}

export interface DeviceSeries {
  /** Devices it stands for; more than one: the others. */
  readonly names: readonly string[];
}

export interface DevicesOverTime {
  readonly series: readonly DeviceSeries[];
  readonly rows: readonly DeviceRow[];
}

interface Device {
  readonly name: string;
  readonly rows: readonly TrafficRow[];
}

const readings: Readonly<Record<DeviceDirection, Value<TrafficRow>>> = {
  both: (row) => row.up + row.down,
  up: (row) => row.up,
  down: (row) => row.down,
};

const seen = (rates: readonly number[]) => rates.filter((rate) => !Number.isNaN(rate));
/** NaN when there is nothing to add up. */
const sum = (rates: readonly number[]) => (rates.length === 0 ? Number.NaN : rates.reduce((a, b) => a + b, 0));

/** At most `most` devices by name, those with most traffic; in the order of their names, so that colours stay. */
export function devicesOverTime(devices: readonly Device[], direction: DeviceDirection, most: number): DevicesOverTime {
  const reading = readings[direction];
  const byVolume = devices
    .map(({ name, rows }) => ({ name, rows, volume: sum(seen(rows.map(reading))) || 0 }))
    .sort((a, b) => b.volume - a.volume);
  const named = byVolume.slice(0, most).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const others = byVolume.slice(most);
  const groups = [...named.map((device) => [device]), ...(others.length > 0 ? [others] : [])];

  const rates = new Map<number, number[][]>();
  for (const [index, group] of groups.entries()) {
    for (const { rows } of group) {
      for (const row of rows) {
        let at = rates.get(row.at);
        if (!at) rates.set(row.at, (at = groups.map(() => [])));
        at[index]!.push(reading(row));
      }
    }
  }
  const rows = [...rates]
    .sort(([a], [b]) => a - b)
    .map(([at, byGroup]) => ({ at, rates: byGroup.map((group) => sum(seen(group))) }));
  return { series: groups.map((group) => ({ names: group.map(({ name }) => name) })), rows };
}

/** The upper edge of a series in a stack; what was not seen adds nothing, unless nothing was seen at all. */
export const stackTop =
  (index: number): Value<DeviceRow> =>
  ({ rates }) =>
    seen(rates).length === 0 ? Number.NaN : sum([0, ...seen(rates.slice(0, index + 1))]);
