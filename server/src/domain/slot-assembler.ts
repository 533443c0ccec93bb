/**
 * Puts the blocks of all devices together slot by slot, and closes a slot when the devices that are expected have
 * reported or its lateness has run out. Time comes from the data alone, so a replay closes the same slots with the same blocks.
 */
import { DeviceClocks } from './device-clocks.ts';
import type { SampleBlock } from './sample.ts';
import { slotOfSnapshot } from './slot.ts';
import type { EpochSeconds } from './traffic.ts';

export interface ClosedSlot {
  readonly slotStart: EpochSeconds;
  readonly blocks: readonly SampleBlock[];
}

export interface SlotAssemblerOptions {
  readonly slotSeconds: number;
  /** How long after its end a slot waits for a missing device, and how long late traffic is still folded in; seconds. */
  readonly latenessSeconds: number;
  /** Devices expected in the very first slot; later those that have reported lately. */
  readonly devices: readonly string[];
}

interface OpenSlot {
  readonly blocks: SampleBlock[];
  readonly reported: Set<string>;
}

export class SlotAssembler {
  /** Start of the newest closed slot, or -Infinity before the first. */
  closedThrough = -Infinity;
  readonly #options: SlotAssemblerOptions;
  readonly #open = new Map<EpochSeconds, OpenSlot>();
  readonly #clocks: DeviceClocks;

  constructor(options: SlotAssemblerOptions) {
    this.#options = options;
    this.#clocks = new DeviceClocks(options.devices.length);
  }

  /** Goes on where history ends; `newestSnapshots` are the times of each device's newest snapshot in it. */
  resume(closedThrough: EpochSeconds, newestSnapshots: ReadonlyMap<string, EpochSeconds>): void {
    this.closedThrough = closedThrough;
    for (const [device, snapshotAt] of newestSnapshots) this.#clocks.report(device, snapshotAt);
  }

  /** Time of the device's newest snapshot so far, or null. */
  newestSnapshotOf(device: string): EpochSeconds | null {
    return this.#clocks.newestOf(device);
  }

  /** Traffic that a snapshot tells of slots before this one comes too late to be folded in. */
  earliestSlot(snapshotAt: EpochSeconds): EpochSeconds {
    const { slotSeconds, latenessSeconds } = this.#options;
    return Math.max(this.closedThrough, slotOfSnapshot(snapshotAt, slotSeconds) - slotSeconds) - latenessSeconds;
  }

  /**
   * Adds what one snapshot of one device told. Gives the blocks that are late: those of a slot that has closed, and
   * those of a slot before the snapshot's own, closed or not. The latter are written with their snapshot, and a
   * restart between the two slots must find them as it would have left them. Late blocks belong to history; the
   * detector does not see them.
   */
  add(device: string, snapshotAt: EpochSeconds, blocks: readonly SampleBlock[]): SampleBlock[] {
    const slotStart = slotOfSnapshot(snapshotAt, this.#options.slotSeconds);
    this.#clocks.report(device, snapshotAt);
    const open = slotStart > this.closedThrough ? this.#slot(slotStart) : null;
    open?.reported.add(device);
    const late: SampleBlock[] = [];
    for (const block of blocks) {
      if (open !== null && block.slotStart === slotStart) open.blocks.push(block);
      else if (block.count > 0) late.push({ ...block, late: true });
    }
    return late;
  }

  /** The next slot that may be closed, oldest first; null when none may be. Call until it gives null. */
  closeNext(): ClosedSlot | null {
    const slotStart = this.#oldest();
    if (slotStart === null || !this.#mayClose(slotStart)) return null;
    return this.#close(slotStart);
  }

  /** At the end of a replay: the next open slot, whether complete or not. */
  flushNext(): ClosedSlot | null {
    const slotStart = this.#oldest();
    return slotStart === null ? null : this.#close(slotStart);
  }

  #close(slotStart: EpochSeconds): ClosedSlot {
    const { blocks } = this.#open.get(slotStart)!;
    this.#open.delete(slotStart);
    this.closedThrough = slotStart;
    return { slotStart, blocks };
  }

  #mayClose(slotStart: EpochSeconds): boolean {
    const { slotSeconds, latenessSeconds } = this.#options;
    const slotEnd = slotStart + slotSeconds;
    // Even without any lateness a slot waits until the next one has begun to come in.
    if (this.#clocks.now() >= slotEnd + Math.max(latenessSeconds, slotSeconds)) return true;
    const { reported } = this.#open.get(slotStart)!;
    return this.#expectedIn(slotEnd).every((device) => reported.has(device));
  }

  /**
   * Those that have reported within the lateness before the slot's end, on time or late. So a device that falls
   * silent delays a slot or two, not all from then on; and one that is back is waited for from its second report.
   */
  #expectedIn(slotEnd: EpochSeconds): readonly string[] {
    if (this.closedThrough === -Infinity) return this.#options.devices;
    const { slotSeconds, latenessSeconds } = this.#options;
    return this.#clocks.reportingSince(slotEnd - slotSeconds - latenessSeconds);
  }

  #slot(slotStart: EpochSeconds): OpenSlot {
    let slot = this.#open.get(slotStart);
    if (slot === undefined) this.#open.set(slotStart, (slot = { blocks: [], reported: new Set() }));
    return slot;
  }

  /** Few slots are ever open at a time: those within the lateness. */
  #oldest(): EpochSeconds | null {
    let oldest: EpochSeconds | null = null;
    for (const slotStart of this.#open.keys()) if (oldest === null || slotStart < oldest) oldest = slotStart;
    return oldest;
  }
}
