/**
 * What happens to a device as a whole: most of its subscribers gone at once (an outage), or the traffic of all of them
 * changed at once (a shift). Neither is any subscriber's own doing. A slot in which no device reports is no observation.
 */
import { anomalyId } from './anomaly-id.ts';
import type { Anomaly, AnomalyKind } from './anomaly.ts';
import { explainDevice } from './device-explanation.ts';
import type { Rule } from './rule.ts';
import type { Told } from './run-tracker.ts';
import { bytes, bytesPerSecond, type EpochSeconds } from './traffic.ts';

/** One device in one slot. */
export interface DeviceSlot {
  readonly subscribers: number;
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
  /** Median growth of its subscribers' volume, as a natural logarithm. */
  readonly shift: number;
}

interface Watched {
  slots: number;
  subscribers: number;
  up: number;
  down: number;
  /** Mean size of the shift. */
  shift: number;
  unusualSlots: number;
  calmSlots: number;
  anomaly: Anomaly | null;
}

const nothing: DeviceSlot = { subscribers: 0, upBytesPerSecond: 0, downBytesPerSecond: 0, shift: 0 };
const learningDays = 1;
const memoryDays = 7;
/** A device with fewer subscribers than this part of the usual is out, and back with more than the other. */
const outShare = 0.3;
const backShare = 0.7;
const outageSlots = 2;
const shiftSlots = 3;
/** A shift is unusual from e^0.5 times on, and beyond six times its usual size. */
const leastShift = 0.5;
const shiftDeviations = 6;

export class DeviceWatch {
  readonly #rule: Rule;
  readonly #slotSeconds: number;
  readonly #devices = new Map<string, Watched>();

  constructor(rule: Rule, slotSeconds: number) {
    this.#rule = rule;
    this.#slotSeconds = slotSeconds;
  }

  /** Takes all devices of a slot; gives what is to be told, in order of device. */
  observe(slotStart: EpochSeconds, slot: ReadonlyMap<string, DeviceSlot>): Told[] {
    if (slot.size === 0) return [];
    for (const [device, { subscribers }] of slot) {
      // From its first subscriber on: before that nobody can be missed.
      if (subscribers > 0 && !this.#devices.has(device)) this.#devices.set(device, newlyWatched());
    }
    return [...this.#devices]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([device, watched]) => this.#observe(device, watched, slot.get(device) ?? nothing, slotStart));
  }

  openAnomalies(): Anomaly[] {
    return [...this.#devices.values()].flatMap(({ anomaly }) => anomaly ?? []);
  }

  save(): [string, Watched][] {
    return Array.from(this.#devices, ([device, watched]) => [device, { ...watched }]);
  }

  restore(devices: readonly [string, Watched][]): void {
    this.#devices.clear();
    for (const [device, watched] of devices) this.#devices.set(device, { ...watched });
  }

  #observe(device: string, watched: Watched, seen: DeviceSlot, slotStart: EpochSeconds): Told[] {
    if (watched.slots < learningDays * this.#rule.slotsPerDay) return learn(watched, seen, this.#rule.slotsPerDay);
    const kind = this.#unusual(watched, seen);
    if (kind === null) {
      watched.unusualSlots = 0;
      watched.calmSlots++;
      learn(watched, seen, this.#rule.slotsPerDay);
      return watched.anomaly !== null && watched.calmSlots >= outageSlots ? [this.#close(watched, slotStart)] : [];
    }
    watched.unusualSlots++;
    watched.calmSlots = 0;
    // What lasts for more than a day is how the device is now.
    if (watched.unusualSlots > this.#rule.slotsPerDay) learn(watched, seen, this.#rule.slotsPerDay);
    const needed = kind === 'device-outage' ? outageSlots : shiftSlots;
    if (watched.anomaly !== null || watched.unusualSlots < needed) return [];
    watched.anomaly = this.#anomaly(device, kind, watched, seen, slotStart);
    return [{ type: 'opened', anomaly: watched.anomaly }];
  }

  #unusual(watched: Watched, seen: DeviceSlot): AnomalyKind | null {
    const isOut = watched.anomaly?.kind === 'device-outage';
    if (seen.subscribers < (isOut ? backShare : outShare) * watched.subscribers) return 'device-outage';
    return Math.abs(seen.shift) > Math.max(leastShift, shiftDeviations * watched.shift) ? 'device-shift' : null;
  }

  #anomaly(device: string, kind: AnomalyKind, watched: Watched, seen: DeviceSlot, slotStart: EpochSeconds): Anomaly {
    const openedAt = slotStart - (watched.unusualSlots - 1) * this.#slotSeconds;
    const { up, down } = watched;
    const total = seen.upBytesPerSecond + seen.downBytesPerSecond;
    const excess = Math.max(0, seen.upBytesPerSecond - up) + Math.max(0, seen.downBytesPerSecond - down);
    const score = kind === 'device-outage' ? 9 : Math.min(9, Math.abs(seen.shift) / Math.max(0.05, watched.shift));
    return {
      id: anomalyId(this.#rule.version, device, kind, openedAt),
      subscriber: null,
      device,
      kind,
      severity: kind === 'device-outage' ? 'critical' : 'warning',
      openedAt,
      detectedAt: slotStart + this.#slotSeconds,
      closedAt: null,
      upBytesPerSecond: bytesPerSecond(seen.upBytesPerSecond),
      downBytesPerSecond: bytesPerSecond(seen.downBytesPerSecond),
      expected: {
        lowUp: bytesPerSecond(up / 2),
        usualUp: bytesPerSecond(up),
        highUp: bytesPerSecond(up * 2),
        lowDown: bytesPerSecond(down / 2),
        usualDown: bytesPerSecond(down),
        highDown: bytesPerSecond(down * 2),
      },
      uploadShare: total > 0 ? seen.upBytesPerSecond / total : 0,
      usualUploadShare: up + down > 0 ? up / (up + down) : 0,
      comparison: null,
      score,
      peakScore: score,
      slots: watched.unusualSlots,
      excessBytes: bytes(Math.round(excess * this.#slotSeconds)),
      reason: explainDevice(kind, slotStart, this.#slotSeconds, seen, watched),
      alerted: true,
      ruleVersion: this.#rule.version,
    };
  }

  #close(watched: Watched, slotStart: EpochSeconds): Told {
    const anomaly = { ...watched.anomaly!, closedAt: slotStart - (watched.calmSlots - 1) * this.#slotSeconds };
    watched.anomaly = null;
    return { type: 'closed', anomaly };
  }
}

function newlyWatched(): Watched {
  return { slots: 0, subscribers: 0, up: 0, down: 0, shift: 0, unusualSlots: 0, calmSlots: 0, anomaly: null };
}

function learn(watched: Watched, seen: DeviceSlot, slotsPerDay: number): [] {
  const weight = Math.max(1 / (watched.slots + 1), 1 / (memoryDays * slotsPerDay));
  watched.slots++;
  watched.subscribers += weight * (seen.subscribers - watched.subscribers);
  watched.up += weight * (seen.upBytesPerSecond - watched.up);
  watched.down += weight * (seen.downBytesPerSecond - watched.down);
  watched.shift += weight * (Math.abs(seen.shift) - watched.shift);
  return [];
}
