/** Takes pushed bodies: reads their rows, has history keep the good ones, and says what became of each. */
import type { DeviceReading } from '../../domain/device.ts';
import { slotOfSnapshot } from '../../domain/slot.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { receivedDays, type ReceivedRecord } from '../../history/received.ts';
import type { StatusReader } from '../../telemetry/status.ts';
import type { ReceivedSource } from '../received/received-source.ts';
import { NotTaken, type Reception } from '../received/receiving-desk.ts';
import { expectedInSessions } from './expected-in-sessions.ts';
import { utc } from './fields.ts';
import type { PushedMediaType } from './given-rows.ts';
import { mostVerdicts, type ReadRows } from './read-rows.ts';
import { readSamples } from './read-samples.ts';
import { readSessions, type PushedSnapshot } from './read-sessions.ts';
import type { Verdict, VerdictReason } from './verdict.ts';

/** What became of the rows of one body: `accepted` are in history, `repeated` were before, `rejected` are not taken. */
export interface PushOutcome {
  readonly accepted: number;
  readonly repeated: number;
  readonly rejected: number;
  /** On the rows that are not accepted, the rejected first. */
  readonly verdicts: readonly Verdict[];
  /** How many more there are. */
  readonly moreVerdicts: number;
}

export interface Pushed {
  readonly outcome: PushOutcome;
  readonly rejectedBy: ReadonlyMap<VerdictReason, number>;
}

/** The report of that device and moment can't be added to any more; the message is for whoever sent it. */
export class SnapshotTaken extends Error {}

/** History did not keep the rows; the cause says why. */
export class NotKept extends Error {}

export interface PushDeskOptions {
  readonly received: Pick<ReceivedSource, 'take'>;
  readonly devices: readonly DeviceReading[];
  readonly slotSeconds: number;
  readonly latenessSeconds: number;
  readonly status: StatusReader;
  /** Epoch seconds. */
  readonly now: () => number;
}

/** Clocks of senders may run ahead of ours by so much. */
const clockToleranceSeconds = 300;
const oldestSeconds = receivedDays * 86_400;

export class PushDesk {
  readonly #options: PushDeskOptions;
  readonly #devices: ReadonlyMap<string, DeviceReading>;

  constructor(options: PushDeskOptions) {
    this.#options = options;
    this.#devices = new Map(options.devices.map((device) => [device.name, device]));
  }

  device(name: string): DeviceReading | null {
    return this.#devices.get(name) ?? null;
  }

  /** The moments of which anything may be told, both included. */
  span(): { from: EpochSeconds; to: EpochSeconds } {
    const now = Math.floor(this.#options.now());
    return { from: now - oldestSeconds, to: now + clockToleranceSeconds };
  }

  /**
   * Resolves when history has the good rows. Rejects with `BodyFault`, `TooManyRows`, `NotTaken` or `NotKept`: nothing of the
   * body is kept then.
   */
  async samples(body: Uint8Array, mediaType: PushedMediaType): Promise<Pushed> {
    const { slotSeconds, latenessSeconds } = this.#options;
    const { from, to } = this.span();
    const rules = {
      slotSeconds,
      deviceNames: new Set(this.#devices.keys()),
      // By the time that a late row is handed over, one more slot will have closed.
      earliestSlot: Math.max(from, this.#closedThrough() + slotSeconds - latenessSeconds),
      latestEnd: to,
    };
    return this.#keep(await readSamples(body, mediaType, rules));
  }

  /** As `samples`; rejects with `SnapshotTaken` as well. The moment is one of the span. */
  async sessions(body: Uint8Array, mediaType: PushedMediaType, snapshot: PushedSnapshot): Promise<Pushed> {
    const { slotSeconds, latenessSeconds } = this.#options;
    const ownSlot = slotOfSnapshot(snapshot.snapshotAt, slotSeconds);
    const earliestSlot = Math.max(this.#closedThrough(), ownSlot) - latenessSeconds;
    return this.#keep(await readSessions(body, mediaType, snapshot, { slotSeconds, earliestSlot }));
  }

  async #keep({ records, rows, verdicts }: ReadRows): Promise<Pushed> {
    const unreadable = verdicts.count;
    const receptions = records.length === 0 ? [] : await this.#take(records);
    for (const [place, reception] of receptions.entries()) {
      if (reception !== 'ignored') continue;
      const expected = expectedInSessions['ignored-subscriber'];
      verdicts.add(rows[place]!, { column: 'subscriber', reason: 'ignored-subscriber', given: '', expected });
    }
    const rejectedBy = new Map(verdicts.counts);
    const rejected = verdicts.count;
    for (const [place, reception] of receptions.entries()) {
      if (reception !== 'repeated') continue;
      const expected = 'a row that was not handed over before: it is not counted again';
      verdicts.add(rows[place]!, { column: '', reason: 'repeated', given: '', expected });
    }
    const repeated = verdicts.count - rejected;
    const outcome = {
      accepted: records.length - repeated - (rejected - unreadable),
      repeated,
      rejected,
      verdicts: verdicts.first,
      moreVerdicts: Math.max(0, verdicts.count - mostVerdicts),
    };
    return { outcome, rejectedBy };
  }

  async #take(records: readonly ReceivedRecord[]): Promise<readonly Reception[]> {
    const receptions = await this.#options.received.take(records).catch((error: unknown) => {
      throw error instanceof NotTaken ? error : new NotKept('History did not keep the rows', { cause: error });
    });
    if (!receptions.includes('refused')) return receptions;
    const { device, snapshotAt } = records[0]!;
    throw new SnapshotTaken(
      `The report of ${device} at ${utc(snapshotAt)} was handed over, or is told in another form: nothing can be added to it`,
    );
  }

  #closedThrough(): EpochSeconds {
    return this.#options.status.current().dataAsOf ?? -Infinity;
  }
}
