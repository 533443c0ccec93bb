/**
 * Puts the blocks of all devices together slot by slot, and closes a slot when the devices that are expected have
 * reported or its lateness has run out. Time comes from the data alone, so a replay closes the same slots with the same blocks.
 */
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
  /** Devices expected in the very first slot; later those are expected that were in the slot before. */
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
  #newestSlot = -Infinity;
  #expected: ReadonlySet<string>;

  constructor(options: SlotAssemblerOptions) {
    this.#options = options;
    this.#expected = new Set(options.devices);
  }

  /** Goes on where history ends; `devices` are those of its newest slot. */
  resume(closedThrough: EpochSeconds, devices: readonly string[]): void {
    this.closedThrough = closedThrough;
    this.#newestSlot = closedThrough;
    if (devices.length > 0) this.#expected = new Set(devices);
  }

  /** Traffic of slots before this one comes too late to be folded in. */
  get earliestSlot(): EpochSeconds {
    return this.closedThrough - this.#options.latenessSeconds;
  }

  /**
   * Adds what one snapshot of one device told. Gives the blocks that are late: those of a slot that has closed, and
   * those of a slot before the snapshot's own, closed or not. The latter are written with their snapshot, and a
   * restart between the two slots must find them as it would have left them. Late blocks belong to history; the
   * detector does not see them.
   */
  add(device: string, snapshotAt: EpochSeconds, blocks: readonly SampleBlock[]): SampleBlock[] {
    const slotStart = slotOfSnapshot(snapshotAt, this.#options.slotSeconds);
    this.#newestSlot = Math.max(this.#newestSlot, slotStart);
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
    const { blocks, reported } = this.#open.get(slotStart)!;
    this.#open.delete(slotStart);
    this.closedThrough = slotStart;
    // A device that stays away delays one slot, not every slot from then on.
    if (reported.size > 0) this.#expected = reported;
    return { slotStart, blocks };
  }

  #mayClose(slotStart: EpochSeconds): boolean {
    if (this.#newestSlot >= slotStart + this.#options.latenessSeconds) return true;
    const { reported } = this.#open.get(slotStart)!;
    for (const device of this.#expected) if (!reported.has(device)) return false;
    return true;
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
