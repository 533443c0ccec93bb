/**
 * With which report of its device each received record is handed over, and when: records come one by one, and a slot
 * has no end of file. Pure: it is told the time.
 */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { ReceivedForm, ReceivedReport } from '../../history/received.ts';

export interface ReportPlanOptions {
  readonly slotSeconds: number;
  /** How long after its end a slot is waited for; sessions come as whole snapshots and wait for nothing. */
  readonly waitSeconds: Readonly<Record<ReceivedForm, number>>;
  /** And how long after the newest record of the report: a slot of the past may come in parts, too. */
  readonly quietSeconds: number;
}

interface Waiting {
  readonly report: ReceivedReport;
  dueAt: number;
}

export class ReportPlan {
  readonly #options: ReportPlanOptions;
  readonly #waiting = new Map<string, Waiting>();
  /** Moment of the newest report of each device that was handed over. */
  readonly #handedOver = new Map<string, EpochSeconds>();
  /** And of the newest that may have been, when the process ended before history had it. */
  readonly #handedOverBefore = new Map<string, EpochSeconds>();

  constructor(options: ReportPlanOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** The report that takes what belongs to this one: itself, or the next of the device when it has been handed over. */
  reportFor({ device, snapshotAt, form }: ReceivedReport): ReceivedReport {
    const newest = this.#handedOver.get(device) ?? -Infinity;
    if (snapshotAt > newest) return { device, snapshotAt, form };
    const { slotSeconds } = this.#options;
    return { device, snapshotAt: (Math.floor(newest / slotSeconds) + 1) * slotSeconds, form };
  }

  /** Whether a record of the report may be kept with a later one already, which then counts it. */
  mayBeWithAnother({ device, snapshotAt }: ReceivedReport): boolean {
    return [this.#handedOver, this.#handedOverBefore].some((newest) => snapshotAt <= (newest.get(device) ?? -Infinity));
  }

  /** Takes note of records for the report; `now` in epoch seconds. */
  arrived(report: ReceivedReport, now: number): void {
    const { waitSeconds, quietSeconds } = this.#options;
    const dueAt = Math.max(report.snapshotAt + waitSeconds[report.form], now + quietSeconds);
    const waiting = this.#waiting.get(keyOf(report));
    if (waiting === undefined) this.#waiting.set(keyOf(report), { report, dueAt });
    else waiting.dueAt = dueAt;
  }

  /** Those whose time has come, in order of time. One that is not due holds back the later ones of its device. */
  due(now: number): ReceivedReport[] {
    const held = new Set<string>();
    const due: ReceivedReport[] = [];
    for (const { report, dueAt } of [...this.#waiting.values()].sort(byTime)) {
      if (dueAt > now) held.add(report.device);
      else if (!held.has(report.device)) due.push(report);
    }
    return due;
  }

  /** What comes for it from now on goes with the next. */
  handedOver(report: ReceivedReport): void {
    this.#waiting.delete(keyOf(report));
    raise(this.#handedOver, report);
  }

  /** Goes on after a restart: what was ingested then, and what is kept and was not. */
  resume(ingested: Iterable<Moment>, kept: Iterable<ReceivedReport>, now: number): void {
    for (const moment of ingested) raise(this.#handedOver, moment);
    for (const report of kept) {
      raise(this.#handedOverBefore, report);
      this.arrived(report, now);
    }
  }
}

type Moment = Pick<ReceivedReport, 'device' | 'snapshotAt'>;

function raise(newest: Map<string, EpochSeconds>, { device, snapshotAt }: Moment): void {
  newest.set(device, Math.max(snapshotAt, newest.get(device) ?? -Infinity));
}

const byTime = (a: Waiting, b: Waiting): number =>
  a.report.snapshotAt - b.report.snapshotAt || (a.report.device < b.report.device ? -1 : 1);

const keyOf = ({ device, snapshotAt, form }: ReceivedReport): string => `${form} ${snapshotAt} ${device}`;
