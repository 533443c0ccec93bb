/** History in ClickHouse: its parts put together. */
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { ActWriter } from './act-writer.ts';
import { DeviceSamplesReader } from './device-samples-reader.ts';
import { PersonStore } from './person-store.ts';
import { AuditStore } from './audit-store.ts';
import { openEmbeddedEngine } from './embedded-engine.ts';
import { always, type Engine } from './engine.ts';
import { checkSlotLength, newestMarker } from './commit-log.ts';
import { CommitSequence } from './commit-sequence.ts';
import { CommitWriter } from './commit-writer.ts';
import { CommitsOfAnother, type Commits } from './commits.ts';
import { mayWriteWith, takeOver, type Fence } from './fence.ts';
import type { History } from './history.ts';
import { HistoryUnavailable } from './history-unavailable.ts';
import { scopedEngine } from './device-scope.ts';
import { migrate } from './migrate.ts';
import { dropLeftWeeks, replaySlots } from './replay.ts';
import { RadiusCounterStore } from './radius-counter-store.ts';
import { ReceivedStore } from './received-store.ts';
import { ResumeReader } from './resume-reader.ts';
import { createReaders, readHistory, type Readers } from './reader-parts.ts';
import { openServerEngine } from './server-engine.ts';

/**
 * `alone`: no other process has it open. `beside`: others make the commits, this one reads, keeps what is received and appends
 * acts. With a fence it makes the commits until another process takes over.
 */
export type HistoryAccess = 'alone' | 'beside' | Fence;

export interface HistoryOptions {
  /** `alone` when not given; anything else needs a server. */
  readonly access?: HistoryAccess;
  /** `http[s]://[user:password@]host:port[/database]` of a ClickHouse server. Without it history is embedded. */
  readonly url?: string | undefined;
  /** Folder of the embedded engine; created when missing. */
  readonly path: string;
  /** Created when missing; `tidewatch` unless given here or in the address. */
  readonly database?: string | undefined;
  readonly slotSeconds: number;
  readonly rawRetentionDays: number;
  readonly hourlyRetentionDays: number;
  readonly directory: SubscriberDirectory;
  readonly log: HistoryLog;
}

/** What of a pino logger history uses. */
export interface HistoryLog {
  warn(details: object, message: string): void;
}

/** Inert until `open`; anything else throws before. `close` waits for a commit that is under way. */
export function createHistory(options: HistoryOptions): History {
  let parts: Parts | null = null;
  const open = (): Parts => {
    if (parts === null) throw new HistoryUnavailable('History is not open');
    return parts;
  };
  const ping = async (): Promise<void> => void (await open().engine.select('SELECT 1'));
  const history: History = {
    async open() {
      if (parts !== null) throw new Error('History is open already');
      parts = await openParts(options);
    },
    async close() {
      const closing = parts;
      parts = null;
      await closing?.commits.settled();
      await closing?.engine.close();
    },
    ping,

    commit: async (commit) => open().commits.commit(commit),
    appendActs: async (decide) => open().actWriter.append(decide),
    closedThrough: async () => open().commits.closedThrough(),
    ingestedFileKeys: async () => open().resume.ingestedFileKeys(),
    identity: async () => open().resume.identity(),
    lastSessionCounters: async () => open().resume.lastSessionCounters(),
    replaySlots: (during) => replaySlots(open().engine, options.directory, during),

    keepReceived: async (records) => open().received.keepReceived(records),
    receivedReports: async () => open().received.receivedReports(),
    receivedRecords: async (report) => open().received.receivedRecords(report),
    keptWithAnother: async (records) => open().received.keptWithAnother(records),

    appendAudit: async (entries) => open().audit.appendAudit(entries),
    newestAudit: async (chain) => open().audit.newestAudit(chain),
    auditEntries: async (...query) => open().audit.auditEntries(...query),

    everythingOf: (names) => open().persons.everythingOf(names),
    erase: async (names) => open().persons.erase(names),
    noteErasures: async (erasures) => open().persons.noteErasures(erasures),
    erasures: async () => open().persons.erasures(),

    keepRadiusCounters: async (counters) => open().radius.keepRadiusCounters(counters),
    radiusCounters: async () => open().radius.radiusCounters(),

    deviceSamples: async (...query) => open().deviceSamples.deviceSamples(...query),
    deviceHours: async (subscriber) => open().deviceSamples.deviceHours(subscriber),

    ...readHistory(() => open().readers),
    within: (devices) => {
      const readers = (): Readers => open().within(devices);
      return {
        ...readHistory(readers),
        ping,
        within: (fewer) => history.within(devices.filter((one) => fewer.includes(one))),
      };
    },
  };
  return history;
}

interface Parts {
  readonly engine: Engine;
  readonly commits: Commits;
  readonly resume: ResumeReader;
  readonly received: ReceivedStore;
  readonly radius: RadiusCounterStore;
  readonly audit: AuditStore;
  readonly persons: PersonStore;
  readonly actWriter: ActWriter;
  readonly deviceSamples: DeviceSamplesReader;
  readonly readers: Readers;
  /** Over these devices alone. */
  within(devices: readonly string[]): Readers;
}

async function openParts(options: HistoryOptions): Promise<Parts> {
  const { url, path, slotSeconds, access = 'alone' } = options;
  const database = checkedDatabase(options.database ?? databaseIn(url) ?? 'tidewatch');
  const mayWrite = typeof access === 'object' ? mayWriteWith(access) : always;
  const engine =
    url === undefined ? await openEmbeddedEngine(path, database) : await openServerEngine(url, database, mayWrite);
  try {
    await migrate(engine, options);
    await dropLeftWeeks(engine, access === 'alone');
    if (typeof access === 'object') await takeOver(engine, access);
    const commits =
      access === 'beside' ? await commitsOfAnother(engine, options) : await resumeCommits(engine, options);
    return {
      engine,
      commits,
      resume: new ResumeReader(engine),
      received: new ReceivedStore(engine),
      radius: new RadiusCounterStore(engine),
      audit: new AuditStore(engine),
      persons: new PersonStore(engine),
      actWriter: new ActWriter(engine, commits, slotSeconds),
      deviceSamples: new DeviceSamplesReader(engine),
      readers: createReaders(engine, slotSeconds),
      within: (devices) => createReaders(scopedEngine(engine, database, devices), slotSeconds),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function commitsOfAnother(engine: Engine, { slotSeconds }: HistoryOptions): Promise<Commits> {
  checkSlotLength(await newestMarker(engine), slotSeconds);
  return new CommitsOfAnother(engine);
}

async function resumeCommits(
  engine: Engine,
  { directory, slotSeconds, log, access = 'alone' }: HistoryOptions,
): Promise<Commits> {
  const writer = new CommitWriter(engine, directory);
  const { sequence, discardedRows } = await CommitSequence.resume(engine, writer, slotSeconds, access === 'alone');
  if (discardedRows > 0) log.warn({ rows: discardedRows }, 'history: discarded a commit that was not finished');
  return sequence;
}

function databaseIn(url: string | undefined): string | null {
  const path = url === undefined ? '' : new URL(url).pathname.slice(1);
  return path === '' ? null : path;
}

function checkedDatabase(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new Error(`Database "${name}" is not a name that history can use: letters, digits and _ are`);
}
