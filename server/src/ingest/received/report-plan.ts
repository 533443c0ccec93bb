/**
 * With which report of its device each received record is handed over, and when: records come one by one, and a slot
 * has no end of file. Pure: it is told the time.
 */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { receivedForms, type ReceivedForm, type ReceivedReport } from '../../history/received.ts';
import { HandedOverReports, type DeviceMoment } from './handed-over-reports.ts';

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
  readonly #handedOver = new HandedOverReports();
  /** What may have been handed over as well, when the process ended before history had it. */
  readonly #handedOverBefore = new HandedOverReports();

  constructor(options: ReportPlanOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * The report that takes what belongs to this one: itself, or the next of the device when its moment is taken: it was
   * handed over, or waits in another form. Null for sessions then: they are a snapshot of their moment and of no other.
   */
  reportFor(wanted: ReceivedReport): ReceivedReport | null {
    const { device, form } = wanted;
    if (form === 'session')
      return this.#handedOver.has(wanted) || this.#waitsInAnotherForm(wanted) ? null : reportOf(wanted);
    const newest = this.#handedOver.newestOf(device);
    let snapshotAt = wanted.snapshotAt > newest ? wanted.snapshotAt : this.#borderAfter(newest);
    while (this.#waitsInAnotherForm({ device, snapshotAt, form })) snapshotAt = this.#borderAfter(snapshotAt);
    return { device, snapshotAt, form };
  }

  /** Whether a record of the report may be kept with a later one already, which then counts it. Sessions are in many. */
  mayBeWithAnother({ device, snapshotAt, form }: ReceivedReport): boolean {
    if (form === 'session') return false;
    return [this.#handedOver, this.#handedOverBefore].some((reports) => snapshotAt <= reports.newestOf(device));
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
    this.#handedOver.add([report]);
  }

  /** Goes on after a restart: what was ingested then, and what is kept and was not. */
  resume(ingested: Iterable<DeviceMoment>, kept: readonly ReceivedReport[], now: number): void {
    this.#handedOver.add(ingested);
    this.#handedOverBefore.add(kept);
    for (const report of kept) this.arrived(report, now);
  }

  /** History and the pipeline know a report by device and moment alone: a second one would be taken for the first. */
  #waitsInAnotherForm({ device, snapshotAt, form }: ReceivedReport): boolean {
    return receivedForms.some(
      (other) => other !== form && this.#waiting.has(keyOf({ device, snapshotAt, form: other })),
    );
  }

  #borderAfter(moment: EpochSeconds): EpochSeconds {
    const { slotSeconds } = this.#options;
    return (Math.floor(moment / slotSeconds) + 1) * slotSeconds;
  }
}

const byTime = (a: Waiting, b: Waiting): number =>
  a.report.snapshotAt - b.report.snapshotAt || (a.report.device < b.report.device ? -1 : 1);

const reportOf = ({ device, snapshotAt, form }: ReceivedReport): ReceivedReport => ({ device, snapshotAt, form });
const keyOf = ({ device, snapshotAt, form }: ReceivedReport): string => `${form} ${snapshotAt} ${device}`;
