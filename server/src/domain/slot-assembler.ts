/**
 * Puts the snapshots of all devices together slot by slot, and closes a slot when those that are awaited have come or its
 * lateness has run out. Time comes from the data alone, and what a slot consists of does not hang on the order in which
 * snapshots come: a snapshot is within the lateness when nothing came before it that is newer than its slot by more.
 */
import { DeviceClocks } from './device-clocks.ts';
import { ReportLog } from './report-log.ts';
import { slotOfSnapshot } from './slot.ts';
import type { EpochSeconds } from './traffic.ts';

/** A snapshot as far as its place in time goes. */
export interface Report {
  readonly device: string;
  readonly snapshotAt: EpochSeconds;
  /** 0, or a higher number for one that corrects those of the same device and moment. */
  readonly revision: number;
}

/**
 * What becomes of a report: it `waits` until its slot closes, in place of an older revision when one was waiting; or its
 * slot has closed, and it is `late`, or `corrects` a report that was taken. What is `known` changes nothing.
 */
export type Placing = 'waits' | 'replaces' | 'late' | 'corrects' | 'known';

export interface AssembledSlot<R extends Report> {
  readonly slotStart: EpochSeconds;
  /** In order of device, then time. */
  readonly reports: readonly R[];
  /** What other devices tell of the slot belongs to history; the detector does not see it. */
  readonly awaited: ReadonlySet<string>;
}

/**
 * When a slot closes: once it is `complete`, as those that are awaited have told of it; or after its `lateness`, so that
 * all that comes within that belongs to it, whoever tells it.
 */
export const slotClosings = ['complete', 'lateness'] as const;
export type SlotClosing = (typeof slotClosings)[number];

export interface SlotAssemblerOptions {
  readonly slotSeconds: number;
  /** How long after its end a slot waits for a missing device, and how long late traffic is still folded in; seconds. */
  readonly latenessSeconds: number;
  /** Devices awaited at the beginning, and after a silence of all; otherwise those that have reported lately. */
  readonly devices: readonly string[];
  /** `complete` when not given. */
  readonly closing?: SlotClosing;
}

/** A device goes on being awaited when one of its snapshots is missing. */
const slotsMissed = 1;
/** How long a repeated snapshot is known for one; longer than any that is within the lateness. */
const rememberedSeconds = 86_400;

export class SlotAssembler<R extends Report> {
  /** Start of the newest closed slot, or -Infinity before the first. */
  closedThrough = -Infinity;
  readonly #options: SlotAssemblerOptions;
  /** How long a slot waits, as a whole number of slots: the next one must have begun to come in. */
  readonly #waitSeconds: number;
  readonly #open = new Map<EpochSeconds, R[]>();
  readonly #clocks: DeviceClocks;
  readonly #log: ReportLog;

  constructor(options: SlotAssemblerOptions) {
    const { slotSeconds, latenessSeconds, devices } = options;
    this.#options = options;
    this.#waitSeconds = Math.max(1, Math.ceil(latenessSeconds / slotSeconds)) * slotSeconds;
    this.#clocks = new DeviceClocks(devices.length);
    this.#log = new ReportLog(slotSeconds);
  }

  /** Goes on where history ends, with the snapshots that it has. */
  resume(closedThrough: EpochSeconds, snapshots: Iterable<Report>): void {
    this.closedThrough = closedThrough;
    const newest = new Map<string, EpochSeconds>();
    for (const { device, snapshotAt, revision } of snapshots) {
      newest.set(device, Math.max(snapshotAt, newest.get(device) ?? -Infinity));
      if (snapshotAt >= this.#rememberedSince()) this.#log.add(device, snapshotAt, revision);
    }
    for (const [device, snapshotAt] of newest) this.#clocks.report(device, this.#slotEnd(snapshotAt));
  }

  /** Whether the snapshot has come before, in this revision or a newer one. */
  knows({ device, snapshotAt, revision }: Report): boolean {
    const known = this.#log.revisionOf(device, snapshotAt);
    return known !== null && known >= revision;
  }

  /** Time of the device's newest snapshot so far that is older than this one, or null. */
  previousSnapshotOf({ device, snapshotAt }: Omit<Report, 'revision'>): EpochSeconds | null {
    return this.#log.newestBefore(device, snapshotAt);
  }

  /** Traffic that a snapshot tells of slots before this one comes too late to be folded in. */
  earliestSlot(snapshotAt: EpochSeconds): EpochSeconds {
    const { slotSeconds, latenessSeconds } = this.#options;
    return Math.max(this.closedThrough, slotOfSnapshot(snapshotAt, slotSeconds) - slotSeconds) - latenessSeconds;
  }

  add(report: R): Placing {
    if (this.knows(report)) return 'known';
    const { device, snapshotAt, revision } = report;
    const slotStart = slotOfSnapshot(snapshotAt, this.#options.slotSeconds);
    const isFirst = this.#log.revisionOf(device, snapshotAt) === null;
    this.#log.add(device, snapshotAt, revision);
    this.#clocks.report(device, this.#slotEnd(snapshotAt));
    if (slotStart <= this.closedThrough) return isFirst ? 'late' : 'corrects';
    const others = (this.#open.get(slotStart) ?? []).filter(
      (other) => other.device !== device || other.snapshotAt !== snapshotAt,
    );
    this.#open.set(slotStart, [...others, report]);
    return isFirst ? 'waits' : 'replaces';
  }

  /** Puts other reports, of the same devices and moments, in the place of those that wait. */
  amend(amended: (report: R) => R): void {
    for (const [slotStart, reports] of this.#open) this.#open.set(slotStart, reports.map(amended));
  }

  /** The next slot that may be closed, oldest first; null when none may be. Call until it gives null. */
  closeNext(): AssembledSlot<R> | null {
    const slotStart = this.#oldest();
    if (slotStart === null) return null;
    const awaited = this.#awaitedIn(slotStart);
    return this.#mayClose(slotStart, awaited) ? this.#close(slotStart, awaited) : null;
  }

  /** At the end of a replay: the next open slot, whether complete or not. */
  flushNext(): AssembledSlot<R> | null {
    const slotStart = this.#oldest();
    return slotStart === null ? null : this.#close(slotStart, this.#awaitedIn(slotStart));
  }

  #close(slotStart: EpochSeconds, awaited: readonly string[]): AssembledSlot<R> {
    const reports = this.#open.get(slotStart)!.sort(byDeviceThenTime);
    this.#open.delete(slotStart);
    this.closedThrough = slotStart;
    this.#log.forgetBefore(this.#rememberedSince());
    const heard = this.#options.closing === 'lateness' ? reports.map(({ device }) => device) : awaited;
    return { slotStart, reports, awaited: new Set(heard) };
  }

  /** When no snapshot of an awaited device can come any more that tells of this slot or of those that one compares it with. */
  #mayClose(slotStart: EpochSeconds, awaited: readonly string[]): boolean {
    if (this.#isOver(slotStart)) return true;
    const { slotSeconds, closing } = this.#options;
    if (closing === 'lateness') return false;
    for (let slot = slotStart; slot > slotStart - this.#waitSeconds; slot -= slotSeconds) {
      if (this.#isOver(slot)) return true;
      if (!awaited.every((device) => this.#log.reportsIn(device, slot, slot))) return false;
    }
    return true;
  }

  /** Whether the lateness of the slot has run out. */
  #isOver(slotStart: EpochSeconds): boolean {
    return this.#clocks.now() >= slotStart + this.#options.slotSeconds + this.#waitSeconds;
  }

  /**
   * Those that reported as long before the slot as the lateness is, when it is certain who did. So a device that falls
   * silent delays some slots, not all from then on; and one that is back is awaited once its first report is that old.
   */
  #awaitedIn(slotStart: EpochSeconds): readonly string[] {
    const newest = slotStart - this.#waitSeconds;
    const reported = this.#log.devicesIn(newest - slotsMissed * this.#options.slotSeconds, newest);
    return reported.length > 0 ? reported : this.#options.devices;
  }

  #slotEnd(snapshotAt: EpochSeconds): EpochSeconds {
    return slotOfSnapshot(snapshotAt, this.#options.slotSeconds) + this.#options.slotSeconds;
  }

  #rememberedSince(): EpochSeconds {
    return this.closedThrough - 2 * this.#waitSeconds - rememberedSeconds;
  }

  /** Few slots are ever open at a time: those within the lateness. */
  #oldest(): EpochSeconds | null {
    let oldest: EpochSeconds | null = null;
    for (const slotStart of this.#open.keys()) if (oldest === null || slotStart < oldest) oldest = slotStart;
    return oldest;
  }
}

function byDeviceThenTime(a: Report, b: Report): number {
  return a.device < b.device ? -1 : a.device > b.device ? 1 : a.snapshotAt - b.snapshotAt;
}
