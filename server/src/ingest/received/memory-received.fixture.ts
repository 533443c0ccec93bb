/** Received records kept in memory, as history keeps them. */
import {
  mostReceivedAtOnce,
  type ReceivedHistory,
  type ReceivedRecord,
  type ReceivedReport,
} from '../../history/received.ts';

const reportKey = ({ form, device, snapshotAt }: ReceivedReport): string => `${form} ${device} ${snapshotAt}`;
const partKey = ({ subscriber, session, startedAt }: ReceivedRecord): string => `${subscriber} ${session} ${startedAt}`;

export class MemoryReceived implements ReceivedHistory {
  readonly #records = new Map<string, ReceivedRecord>();

  async keepReceived(records: readonly ReceivedRecord[]): Promise<void> {
    if (records.length > mostReceivedAtOnce) throw new RangeError(`${records.length} records are given at once`);
    for (const record of records) this.#records.set(`${reportKey(record)} ${partKey(record)}`, record);
  }

  async receivedReports(): Promise<ReceivedReport[]> {
    const reports = new Map(this.#all().map((record) => [reportKey(record), record]));
    return [...reports.values()].map(({ form, device, snapshotAt }) => ({ form, device, snapshotAt }));
  }

  async receivedRecords(report: ReceivedReport): Promise<ReceivedRecord[]> {
    return this.#all().filter((record) => reportKey(record) === reportKey(report));
  }

  async keptWithAnother(records: readonly ReceivedRecord[]): Promise<ReadonlySet<number>> {
    const isElsewhere = (record: ReceivedRecord): boolean =>
      this.#all().some(
        (kept) =>
          kept.device === record.device &&
          kept.form === record.form &&
          partKey(kept) === partKey(record) &&
          kept.snapshotAt !== record.snapshotAt,
      );
    return new Set(records.flatMap((record, place) => (isElsewhere(record) ? place : [])));
  }

  #all(): ReceivedRecord[] {
    return [...this.#records.values()];
  }
}
