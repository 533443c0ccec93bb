/**
 * Takes records as they come, keeps them in history, and says so; gathers the many small ones into few inserts. What was
 * not kept was not taken: whoever sent it hears of it, and sends it again.
 */
import {
  mostReceivedAtOnce,
  type ReceivedHistory,
  type ReceivedRecord,
  type ReceivedReport,
} from '../../history/received.ts';
import { ReportPlan } from './report-plan.ts';

/**
 * What became of a record: `repeated` when it was handed over before, and is not counted again; `refused`, of sessions
 * alone, when the device's report of that moment was handed over, or waits in another form, so that nothing can join it;
 * `ignored` when nothing is taken of the subscriber.
 */
export type Reception = 'kept' | 'repeated' | 'refused' | 'ignored';

/** There is no room, or nobody to take it yet: try again later. */
export class NotTaken extends Error {}

export interface ReceivingDeskOptions {
  readonly history: ReceivedHistory;
  readonly plan: ReportPlan;
  /** How long the first of the records waits for others, milliseconds. */
  readonly gatherMs: number;
  /** Most records that wait to be kept; more are not taken. */
  readonly mostWaiting: number;
  /** Epoch seconds. */
  readonly now: () => number;
}

interface Delivery {
  readonly records: readonly ReceivedRecord[];
  readonly taken: PromiseWithResolvers<readonly Reception[]>;
}

export class ReceivingDesk {
  readonly #options: ReceivingDeskOptions;
  readonly #deliveries: Delivery[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Inserts and hand-overs take turns: what is kept for a report is there when it is handed over. */
  #turn: Promise<unknown> = Promise.resolve();
  #open = false;

  constructor(options: ReceivingDeskOptions) {
    this.#options = options;
  }

  /** Records that wait to be kept. */
  get waiting(): number {
    return this.#waiting;
  }

  open(): void {
    this.#open = true;
  }

  /** Resolves when all that was taken is kept or refused. */
  async close(): Promise<void> {
    this.#open = false;
    while (this.#deliveries.length > 0) {
      this.#begin();
      await this.#turn;
    }
    await this.#turn;
  }

  /**
   * Resolves when history has the records, with what became of each. Rejects with `NotTaken`, or with what history says.
   * Those that were `gathered` already wait for no others.
   */
  async take(records: readonly ReceivedRecord[], gathered = false): Promise<readonly Reception[]> {
    if (!this.#open) throw new NotTaken('Nothing is taken yet: history is being read');
    if (this.#waiting + records.length > this.#options.mostWaiting)
      throw new NotTaken(`${this.#waiting} records wait to be kept, more than can be taken now`);
    const taken = Promise.withResolvers<readonly Reception[]>();
    this.#deliveries.push({ records, taken });
    this.#waiting += records.length;
    if (gathered) this.#begin();
    else this.#timer ??= setTimeout(() => this.#begin(), this.#options.gatherMs);
    return taken.promise;
  }

  /** Does the work between two inserts. */
  between<Result>(work: () => Promise<Result>): Promise<Result> {
    const outcome = this.#turn.then(work);
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  #begin(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    void this.between(() => this.#keepWaiting());
  }

  /** Never rejects: each sender is told of its own. */
  async #keepWaiting(): Promise<void> {
    const deliveries = this.#takeNext();
    if (this.#deliveries.length > 0) this.#begin();
    try {
      const receptions = await this.#keep(deliveries.flatMap(({ records }) => records));
      let from = 0;
      for (const { records, taken } of deliveries) taken.resolve(receptions.slice(from, (from += records.length)));
    } catch (error) {
      for (const { taken } of deliveries) taken.reject(error);
    } finally {
      for (const { records } of deliveries) this.#waiting -= records.length;
    }
  }

  /** As many as fit into one insert: what one sender gave is kept as a whole or not at all. */
  #takeNext(): Delivery[] {
    let rows = 0;
    const tooMany = this.#deliveries.findIndex(({ records }) => (rows += records.length) > mostReceivedAtOnce);
    return this.#deliveries.splice(0, tooMany < 0 ? this.#deliveries.length : Math.max(1, tooMany));
  }

  async #keep(records: readonly ReceivedRecord[]): Promise<Reception[]> {
    const { history, plan, now } = this.#options;
    const reports = records.map((record) => plan.reportFor(record));
    const placed = records.map((record, place): ReceivedRecord => ({ ...record, ...reports[place] }));
    const repeated = await this.#repeatedAmong(placed, (place) => plan.mayBeWithAnother(records[place]!));
    const kept = placed.filter((_, place) => reports[place] !== null && !repeated.has(place));
    await history.keepReceived(kept);
    for (const { device, snapshotAt, form } of new Map(kept.map((record) => [reportKey(record), record])).values())
      plan.arrived({ device, snapshotAt, form }, now());
    return records.map((_, place) => (reports[place] === null ? 'refused' : repeated.has(place) ? 'repeated' : 'kept'));
  }

  /** What goes with one report already must not go with another as well. */
  async #repeatedAmong(
    records: readonly ReceivedRecord[],
    isInDoubt: (place: number) => boolean,
  ): Promise<ReadonlySet<number>> {
    const inDoubt = Map.groupBy(
      [...records.keys()].filter(isInDoubt),
      (place) => `${records[place]!.form} ${records[place]!.device}`,
    );
    const repeated = new Set<number>();
    for (const places of inDoubt.values()) {
      const found = await this.#options.history.keptWithAnother(places.map((place) => records[place]!));
      for (const nth of found) repeated.add(places[nth]!);
    }
    return repeated;
  }
}

const reportKey = ({ form, snapshotAt, device }: ReceivedReport): string => `${form} ${snapshotAt} ${device}`;
