/** Reads a body that is a snapshot of one device: CSV as in its snapshot files, or rows of JSON. */
import type { DeviceReading } from '../../domain/device.ts';
import type { DropReason } from '../../domain/dead-letter.ts';
import { createSessionBatch, type SessionBatch } from '../../domain/session-batch.ts';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { ReceivedRecord } from '../../history/received.ts';
import { decodeSnapshot, HeaderError } from '../snapshot/decode.ts';
import type { Column } from '../snapshot/irregular-row.ts';
import { RowOrder } from '../snapshot/row-order.ts';
import { expectedInSessions } from './expected-in-sessions.ts';
import { BodyFault, givenRows, type PushedMediaType } from './given-rows.ts';
import { mostRows, readEach, ReadRows, TooManyRows } from './read-rows.ts';
import { SessionCheck } from './session-check.ts';
import { addSession, type sessionFields } from './session-row.ts';

export interface PushedSnapshot {
  readonly device: DeviceReading;
  readonly snapshotAt: EpochSeconds;
}

export interface SessionRules {
  readonly slotSeconds: number;
  /** Traffic of a slot that starts before is too late to be used. */
  readonly earliestSlot: EpochSeconds;
}

const batchRows = 4096;
const fieldOfColumn: Readonly<Record<Column, keyof typeof sessionFields | ''>> = {
  IdSession: 'session',
  IdPSX: '',
  IdSubscriber: 'subscriber',
  StartSession: 'startedAt',
  EndSession: 'endedAt',
  Duartion: 'durationSeconds',
  UpTx: 'up',
  DownTx: 'down',
};

/** Throws `TooManyRows`, and `BodyFault` when the body can't be read. */
export async function readSessions(
  body: Uint8Array,
  mediaType: PushedMediaType,
  snapshot: PushedSnapshot,
  rules: SessionRules,
): Promise<ReadRows> {
  const reader = new SnapshotReader(snapshot, rules, mediaType === 'text/csv');
  if (mediaType === 'text/csv') reader.readFile(body);
  else await reader.readRows(body, mediaType);
  return reader.read;
}

class SnapshotReader {
  readonly read = new ReadRows();
  readonly #snapshot: PushedSnapshot;
  readonly #check: SessionCheck;
  readonly #hasFileColumns: boolean;
  readonly #batch = createSessionBatch(batchRows);
  /** Of its own: a row that is not taken must not make a subscriber known. */
  readonly #subscribers = new SubscriberIndex();

  constructor(snapshot: PushedSnapshot, { slotSeconds, earliestSlot }: SessionRules, hasFileColumns: boolean) {
    this.#snapshot = snapshot;
    this.#check = new SessionCheck(snapshot.device, snapshot.snapshotAt, slotSeconds, earliestSlot);
    this.#hasFileColumns = hasFileColumns;
  }

  readFile(body: Uint8Array): void {
    const { verdicts, records } = this.read;
    const context = { subscribers: this.#subscribers, order: new RowOrder(), batch: this.#batch };
    const refuseTooMany = (): void => {
      if (records.length + verdicts.count > mostRows) throw new TooManyRows();
    };
    try {
      decodeSnapshot(body, '', this.#snapshot.device, context, {
        onBatch: (batch) => {
          this.#take(batch);
          refuseTooMany();
        },
        onDeadLetter: ({ line, column, reason, given }) => {
          this.#refuse(line, column, reason, given);
          refuseTooMany();
        },
      });
    } catch (error) {
      if (error instanceof HeaderError) throw new BodyFault(error.message);
      throw error;
    }
  }

  async readRows(body: Uint8Array, mediaType: PushedMediaType): Promise<void> {
    const batch = this.#batch;
    const { clockOffsetSeconds } = this.#snapshot.device;
    await readEach(givenRows(body, mediaType, []), this.read.verdicts, ({ row, fields }) => {
      if (batch.count === batch.capacity) this.#take(batch);
      addSession(fields(), row, clockOffsetSeconds, this.#subscribers, batch);
    });
    this.#take(batch);
  }

  #take(batch: SessionBatch): void {
    const unusable = new Set<number>();
    this.#check.accept(batch, (row, column, reason, given) => {
      unusable.add(row);
      this.#refuse(row, column, reason, String(given));
    });
    for (let at = 0; at < batch.count; at++) {
      const row = batch.line[at]!;
      if (!unusable.has(row)) this.read.add(this.#record(batch, at), row);
    }
    batch.count = 0;
  }

  #record(batch: SessionBatch, at: number): ReceivedRecord {
    return {
      form: 'session',
      device: this.#snapshot.device.name,
      snapshotAt: this.#snapshot.snapshotAt,
      subscriber: this.#subscribers.idOf(batch.subscriber[at]!),
      session: batch.session[at]!,
      startedAt: batch.startedAt[at]!,
      endedAt: batch.endedAt[at]!,
      ageSeconds: batch.ageSeconds[at]!,
      up: batch.upCounter[at]!,
      down: batch.downCounter[at]!,
    };
  }

  #refuse(row: number, column: string, reason: DropReason, given: string): void {
    const named = this.#hasFileColumns || column === '' ? column : fieldOfColumn[column as Column];
    this.read.verdicts.add(row, { column: named, reason, given, expected: expectedInSessions[reason] });
  }
}
