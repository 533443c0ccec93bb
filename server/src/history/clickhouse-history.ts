/** History in ClickHouse: its parts put together. */
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { AccountingReader } from './accounting-reader.ts';
import { ActReader } from './act-reader.ts';
import { ActWriter } from './act-writer.ts';
import { AnomalyReader } from './anomaly-reader.ts';
import { DeviceSamplesReader } from './device-samples-reader.ts';
import { DetectedEvents } from './detected-events.ts';
import { openEmbeddedEngine } from './embedded-engine.ts';
import type { Engine } from './engine.ts';
import { CommitSequence } from './commit-sequence.ts';
import { CommitWriter } from './commit-writer.ts';
import { FeedReader } from './feed-reader.ts';
import type { History } from './history.ts';
import { HistoryUnavailable } from './history-unavailable.ts';
import { migrate } from './migrate.ts';
import { PeerReader } from './peer-reader.ts';
import { QualityReader } from './quality-reader.ts';
import { dropLeftWeeks, replaySlots } from './replay.ts';
import { RadiusCounterStore } from './radius-counter-store.ts';
import { ReceivedStore } from './received-store.ts';
import { ResumeReader } from './resume-reader.ts';
import { MuteReader } from './mute-reader.ts';
import { openServerEngine } from './server-engine.ts';
import { SimilarReader } from './similar-reader.ts';
import { StatisticsReader } from './statistics-reader.ts';
import { SubscriberReader } from './subscriber-reader.ts';
import { TalkerReader } from './talker-reader.ts';
import { TrafficReader } from './traffic-reader.ts';

export interface HistoryOptions {
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
  return {
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
    ping: async () => void (await open().engine.select('SELECT 1')),

    commit: async (commit) => open().commits.commit(commit),
    appendActs: async (decide) => open().actWriter.append(decide),
    closedThrough: async () => open().commits.closedThrough,
    ingestedFileKeys: async () => open().resume.ingestedFileKeys(),
    identity: async () => open().resume.identity(),
    lastSessionCounters: async () => open().resume.lastSessionCounters(),
    replaySlots: (during) => replaySlots(open().engine, options.directory, during),

    keepReceived: async (records) => open().received.keepReceived(records),
    receivedReports: async () => open().received.receivedReports(),
    receivedRecords: async (report) => open().received.receivedRecords(report),
    keptWithAnother: async (records) => open().received.keptWithAnother(records),

    keepRadiusCounters: async (counters) => open().radius.keepRadiusCounters(counters),
    radiusCounters: async () => open().radius.radiusCounters(),

    traffic: async (...query) => open().traffic.traffic(...query),
    deviceTraffic: async (...query) => open().traffic.deviceTraffic(...query),
    subscriberTraffic: async (...query) => open().traffic.subscriberTraffic(...query),
    samplesOfRuns: async (...query) => open().traffic.samplesOfRuns(...query),
    subscriberSamples: async (...query) => open().traffic.subscriberSamples(...query),
    listSubscriberSamples: async (...query) => open().traffic.listSubscriberSamples(...query),
    subscribers: async (...query) => open().subscribers.subscribers(...query),
    listSubscribers: async (...query) => open().subscribers.listSubscribers(...query),
    devicesOfSubscribers: async (...query) => open().subscribers.devicesOfSubscribers(...query),
    peers: async (...query) => open().peers.peers(...query),
    devices: async () => open().subscribers.devices(),
    anomalies: async (...query) => open().anomalies.anomalies(...query),
    listAnomalies: async (...query) => open().anomalies.listAnomalies(...query),
    countAnomalies: async (...query) => open().anomalies.countAnomalies(...query),
    anomalyEvents: async (...query) => open().anomalies.anomalyEvents(...query),
    similarAnomalies: async (...query) => open().similar.similarAnomalies(...query),
    topTalkers: async (query) => open().talkers.topTalkers(query),
    deviceSamples: async (...query) => open().deviceSamples.deviceSamples(...query),
    deviceQuality: async (...query) => open().quality.deviceQuality(...query),
    deviceVolumes: async (range) => open().quality.deviceVolumes(range),
    deadLetterCounts: async (range) => open().quality.deadLetterCounts(range),
    feedEntries: async (...query) => open().feed.feedEntries(...query),
    feedExtent: async (...query) => open().feed.feedExtent(...query),
    acts: async (...query) => open().acts.acts(...query),
    muteActs: async (...query) => open().acts.muteActs(...query),
    actsOfChange: async (...query) => open().acts.actsOfChange(...query),
    suppressionChanges: async () => open().acts.suppressionChanges(),
    mutes: async (...query) => open().mutes.mutes(...query),
    listMutes: async (...query) => open().mutes.listMutes(...query),
    statistics: async (...query) => open().statistics.statistics(...query),
    accounting: async (range) => open().accounting.accounting(range),
    listDeadLetters: async (...query) => open().accounting.listDeadLetters(...query),
  };
}

interface Parts {
  readonly engine: Engine;
  readonly commits: CommitSequence;
  readonly resume: ResumeReader;
  readonly received: ReceivedStore;
  readonly radius: RadiusCounterStore;
  readonly traffic: TrafficReader;
  readonly subscribers: SubscriberReader;
  readonly anomalies: AnomalyReader;
  readonly feed: FeedReader;
  readonly actWriter: ActWriter;
  readonly acts: ActReader;
  readonly mutes: MuteReader;
  readonly statistics: StatisticsReader;
  readonly accounting: AccountingReader;
  readonly peers: PeerReader;
  readonly similar: SimilarReader;
  readonly talkers: TalkerReader;
  readonly quality: QualityReader;
  readonly deviceSamples: DeviceSamplesReader;
}

async function openParts(options: HistoryOptions): Promise<Parts> {
  const { url, path, slotSeconds, directory, log } = options;
  const database = checkedDatabase(options.database ?? databaseIn(url) ?? 'tidewatch');
  const engine = url === undefined ? await openEmbeddedEngine(path, database) : await openServerEngine(url, database);
  try {
    await migrate(engine, options);
    await dropLeftWeeks(engine);
    const writer = new CommitWriter(engine, directory);
    const { sequence, discardedRows } = await CommitSequence.resume(engine, writer, slotSeconds);
    if (discardedRows > 0) log.warn({ rows: discardedRows }, 'history: discarded a commit that was not finished');
    const anomalies = new AnomalyReader(engine);
    const acts = new ActReader(engine, anomalies);
    return {
      engine,
      commits: sequence,
      resume: new ResumeReader(engine),
      received: new ReceivedStore(engine),
      radius: new RadiusCounterStore(engine),
      traffic: new TrafficReader(engine, slotSeconds),
      subscribers: new SubscriberReader(engine),
      feed: new FeedReader(engine, [new DetectedEvents(engine), acts]),
      anomalies,
      actWriter: new ActWriter(engine, sequence, slotSeconds),
      acts,
      mutes: new MuteReader(engine, acts),
      statistics: new StatisticsReader(engine, slotSeconds),
      accounting: new AccountingReader(engine),
      peers: new PeerReader(engine),
      similar: new SimilarReader(engine, anomalies),
      talkers: new TalkerReader(engine, slotSeconds),
      quality: new QualityReader(engine, slotSeconds),
      deviceSamples: new DeviceSamplesReader(engine),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function databaseIn(url: string | undefined): string | null {
  const path = url === undefined ? '' : new URL(url).pathname.slice(1);
  return path === '' ? null : path;
}

function checkedDatabase(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new Error(`Database "${name}" is not a name that history can use: letters, digits and _ are`);
}
