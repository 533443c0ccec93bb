/**
 * Reports on their way from collectors to the detector: a stream in Redis. Each report is one entry, put in once whoever has it
 * and however often; it stays until history has it. When more bytes wait than the limit, none is taken.
 *
 * A Redis may forget the last of what it was given: it lost power, or a replica took over that was behind. So each collector leaves
 * a witness with every report, the key of that report under a name of its own, and looks for it with the next: what was written
 * after a report is forgotten no later than the report. It leaves one, too, when it asks which reports Redis has.
 */
import { randomUUID } from 'node:crypto';
import { fileKey } from '../history/history.ts';
import type { IngestedFile } from '../domain/dead-letter.ts';
import type { RedisConnection } from '../live/redis-connection.ts';
import type { MeetingKeys } from '../live/meeting-keys.ts';

export interface ReportQueueOptions {
  readonly connection: RedisConnection;
  readonly keys: MeetingKeys;
  /** Bytes of reports that may wait; the last one taken may go beyond it. */
  readonly limitBytes: number;
}

export interface QueuedReport {
  /** Of the entry. */
  readonly id: string;
  readonly packed: Buffer;
}

/** An entry as far as it takes to remove it. */
export interface StoredEntry {
  readonly id: string;
  readonly bytes: number;
}

/** `known`: it was put in before. `full`: try again later. `forgotten`: try again at once, and give it all that history lacks anew. */
export type Appended = 'taken' | 'known' | 'full' | 'forgotten';

/** Reports are known by name for some months of a hundred devices; of older ones the detector knows from history. */
const mostKnown = 500_000;

/** One who gave nothing for longer looks anew at what Redis has. */
const witnessSeconds = 7 * 86_400;
/** Of Redis' `maxmemory`: what is left is for leases, turns and the feed, without which nothing would be taken out again. */
const mostOfMemory = 0.9;

const appendScript = `
local witness = redis.call('GET', KEYS[4])
if ARGV[6] ~= '' and witness ~= ARGV[6] and witness ~= ARGV[2] then return 'forgotten' end
if redis.call('ZSCORE', KEYS[3], ARGV[2]) then
  redis.call('SET', KEYS[4], ARGV[2], 'EX', ARGV[7])
  return 'known'
end
if tonumber(redis.call('GET', KEYS[2]) or '0') >= tonumber(ARGV[1]) then return 'full' end
local memory = redis.call('INFO', 'memory')
local most = tonumber(string.match(memory, '\\nmaxmemory:(%d+)') or '0')
if most > 0 and tonumber(string.match(memory, 'used_memory:(%d+)')) + #ARGV[5] > ${mostOfMemory} * most then return 'full' end
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1 - tonumber(ARGV[4]))
redis.call('XADD', KEYS[1], '*', 'report', ARGV[5])
redis.call('INCRBY', KEYS[2], #ARGV[5])
redis.call('SET', KEYS[4], ARGV[2], 'EX', ARGV[7])
return 'taken'`;

const knownScript = `
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)`;

/** Only the detector that is at work may take reports out. */
const removeScript = `
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return -1 end
for i = 2, #ARGV, 2 do
  if redis.call('XDEL', KEYS[1], ARGV[i]) == 1 then redis.call('DECRBY', KEYS[2], ARGV[i + 1]) end
end
if redis.call('XLEN', KEYS[1]) == 0 then redis.call('SET', KEYS[2], 0) end
return 1`;

const reportsPerRead = 32;
const blockMs = 500;

export class ReportQueue {
  readonly #options: ReportQueueOptions;
  readonly #witnessKey: string;
  /** Key of the report that this process gave last, or a mark of its own; empty when Redis has nothing to remember. */
  #witness = '';
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ReportQueueOptions) {
    this.#options = options;
    this.#witnessKey = `${options.keys.reports}:witness:${randomUUID()}`;
  }

  /** Null while Redis answers. */
  fault(): string | null {
    return this.#options.connection.fault();
  }

  /** Waits while Redis is away. Sent again after a break, it puts nothing in twice. Rejects when Redis refuses, as one without memory or disk does. */
  append(report: Pick<IngestedFile, 'device' | 'snapshotAt' | 'revision'>, packed: Buffer): Promise<Appended> {
    // One after another, so that each finds the witness of the one before.
    const outcome = this.#turn.then(() => this.#appendNext(report, packed));
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  async #appendNext(
    report: Pick<IngestedFile, 'device' | 'snapshotAt' | 'revision'>,
    packed: Buffer,
  ): Promise<Appended> {
    const { connection, keys, limitBytes } = this.#options;
    const key = fileKey(report.device, report.snapshotAt, report.revision);
    const places = [keys.reports, keys.reportBytes, keys.knownReports, this.#witnessKey];
    const values = [`${limitBytes}`, key, `${report.snapshotAt}`, `${mostKnown}`, packed, this.#witness];
    const answer = await connection.client.eval(appendScript, 4, ...places, ...values, `${witnessSeconds}`);
    const outcome = answer as Appended;
    if (outcome === 'forgotten') this.#witness = '';
    else if (outcome !== 'full') this.#witness = key;
    return outcome;
  }

  /** Whether Redis has lost reports that this process gave; told once. */
  async hasForgotten(): Promise<boolean> {
    const looked = this.#turn.then(async () => {
      if (this.#witness === '') return false;
      const isThere = (await this.#options.connection.client.get(this.#witnessKey)) === this.#witness;
      if (!isThere) this.#witness = '';
      return !isThere;
    });
    this.#turn = looked.catch(() => undefined);
    return looked;
  }

  /**
   * Keys (`fileKey`) of the reports that were put in, whether they still wait or not. Whoever asks relies on all of them: should
   * Redis forget one from now on, he is told as if he had put it in.
   */
  known(): Promise<string[]> {
    const { connection, keys } = this.#options;
    const known = this.#turn.then(async () => {
      const mark = `asked ${randomUUID()}`;
      const places = [keys.knownReports, this.#witnessKey];
      const found = await connection.client.eval(knownScript, 2, ...places, mark, `${witnessSeconds}`);
      this.#witness = mark;
      return found as string[];
    });
    this.#turn = known.catch(() => undefined);
    return known;
  }

  /** Those after an entry, in order; waits a moment when there is none. `blocking` is a connection for this alone. */
  async read(after: string, blocking: RedisConnection): Promise<QueuedReport[]> {
    const { reports } = this.#options.keys;
    const reply = await blocking.client.xreadBuffer(
      'COUNT',
      reportsPerRead,
      'BLOCK',
      blockMs,
      'STREAMS',
      reports,
      after,
    );
    const entries = (reply?.[0]?.[1] ?? []) as unknown as readonly (readonly [Buffer, readonly Buffer[]])[];
    return entries.map(([id, fields]) => ({ id: id.toString(), packed: fields[1] ?? Buffer.alloc(0) }));
  }

  /** Takes out reports that history has. False when the token is not that of the detector at work: nothing is taken out. */
  async remove(entries: readonly StoredEntry[], token: number): Promise<boolean> {
    const { connection, keys } = this.#options;
    const { reports, reportBytes, detector } = keys;
    const values = [`${token}`, ...entries.flatMap(({ id, bytes }) => [id, `${bytes}`])];
    return Number(await connection.client.eval(removeScript, 3, reports, reportBytes, detector, ...values)) === 1;
  }

  async waiting(): Promise<{ reports: number; bytes: number }> {
    const { connection, keys } = this.#options;
    const [reports, bytes] = await Promise.all([
      connection.client.xlen(keys.reports),
      connection.client.get(keys.reportBytes),
    ]);
    return { reports, bytes: Number(bytes ?? 0) };
  }
}
