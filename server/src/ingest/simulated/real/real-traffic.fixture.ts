/** Traffic of the real world as the records tell it: differences of counters, slot by slot. */
import type { World } from '../world.ts';
import { slotSeconds, worldStart } from '../world.fixture.ts';

export interface MeasuredTraffic {
  /** Bytes of each slot, by subscriber; NaN where there was no record. */
  readonly up: readonly Float64Array[];
  readonly down: readonly Float64Array[];
}

/** Slots 0 to `slots` - 1 of a world whose directory is its own. Traffic of a session that began unseen counts from its second record. */
export function measure(world: World, slots: number): MeasuredTraffic {
  const empty = (): Float64Array[] =>
    Array.from({ length: world.options.subscribers }, () => new Float64Array(slots).fill(NaN));
  const traffic = { up: empty(), down: empty() };
  const last = new Map<string, readonly [number, number]>();
  for (let slot = 0; slot < slots; slot++) {
    world.recordsAt(worldStart + (slot + 1) * slotSeconds).forEach((batch, device) => {
      const perByte = world.options.devices[device]!.unit === 'bits' ? 8 : 1;
      for (let row = 0; row < batch.count; row++) {
        const key = `${device} ${batch.session[row]} ${batch.startedAt[row]}`;
        const [up, down] = [batch.upCounter[row]! / perByte, batch.downCounter[row]! / perByte];
        const known = last.get(key) ?? (batch.ageSeconds[row]! <= slotSeconds ? ([0, 0] as const) : undefined);
        last.set(key, [up, down]);
        if (known === undefined) continue;
        const subscriber = batch.subscriber[row]!;
        add(traffic.up[subscriber]!, slot, up - known[0]);
        add(traffic.down[subscriber]!, slot, down - known[1]);
      }
    });
  }
  return traffic;
}

function add(bytes: Float64Array, slot: number, more: number): void {
  bytes[slot] = (Number.isNaN(bytes[slot]) ? 0 : bytes[slot]!) + more;
}

/** Mean over the slots that have a record. */
export function meanOf(bytes: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of bytes) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
