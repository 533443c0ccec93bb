/** The port to history: what the pipeline writes and what the API reads. The one adapter is ClickHouse, embedded or a server. */
import type { Anomaly, AnomalyEvent, AnomalyKind, Severity } from '../domain/anomaly.ts';
import type { DeadLetter, DropReason, IngestedFile } from '../domain/dead-letter.ts';
import type { FeedEntry, FeedPlace } from '../domain/feed-entry.ts';
import type { SampleBlock, SlotTotals } from '../domain/sample.ts';
import type { ReportCorrection } from '../domain/report-correction.ts';
import type { CounterReading } from '../domain/session-ledger.ts';
import type { Report } from '../domain/slot-assembler.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { AnomalyOrder } from './anomaly-order.ts';
import type { AuditHistory } from './audit-history.ts';
import type { MirroredHistory } from './device-samples-reader.ts';
import type { PersonHistory } from './person-history.ts';
import type { Peer, SimilarAnomaly } from './likeness.ts';
import type { DeviceQuality } from './quality.ts';
import type { RadiusHistory } from './radius-counters.ts';
import type { ReceivedHistory } from './received.ts';
import type { TalkerQuery, TooManyRows, TopTalkers } from './talker.ts';
import type { TriageReader, TriageWriter } from './triage-history.ts';

/**
 * Everything that belongs to the closing of one or more consecutive slots. All of it is keyed by content, so a
 * commit that is written again after a crash replaces itself. `closedThrough` is written last: what lies beyond
 * the newest `closedThrough` is unfinished and is discarded when history is opened.
 */
export interface Commit {
  /** Start of the newest slot that is closed with this commit. */
  readonly closedThrough: EpochSeconds;
  readonly blocks: readonly SampleBlock[];
  readonly totals: readonly SlotTotals[];
  readonly events: readonly AnomalyEvent[];
  readonly files: readonly IngestedFile[];
  readonly deadLetters: readonly DeadLetter[];
  /** Last counters of the sessions of cumulative devices, to go on taking differences after a restart. */
  readonly sessionCounters: readonly CounterReading[];
  /** Reports that the commit's late blocks take the place of; each was finished by an earlier commit. */
  readonly corrections: readonly ReportCorrection[];
}

/** Everybody's traffic of one slot as the detector saw it, from history. No blocks: it closed without a report; an empty one: of a device that had nobody. */
export interface StoredSlot {
  readonly slotStart: EpochSeconds;
  readonly blocks: readonly SampleBlock[];
}

export interface HistoryWriter extends TriageWriter {
  commit(commit: Commit): Promise<void>;
  /** Start of the newest closed slot, or null when history is empty. */
  closedThrough(): Promise<EpochSeconds | null>;
  /** Identities (`fileKey`) of the files that are in history, to skip them. */
  ingestedFileKeys(): Promise<Set<string>>;
  /**
   * The closed slots that start in the range in order, without the late samples: what the detector saw, to rebuild its
   * state after a restart or to try another rule. Without a range all from the first that has a sample on.
   */
  replaySlots(during?: TimeRange): AsyncIterable<StoredSlot>;
  lastSessionCounters(): Promise<CounterReading[]>;
  /** What tells this history from any other: drawn when it was made, kept with it, and copied with it. */
  identity(): Promise<string>;
}

/** Identity of a snapshot whatever its file is called. */
export const fileKey = (device: string, snapshotAt: EpochSeconds, revision = 0): string =>
  `${device}@${snapshotAt}${revision === 0 ? '' : `.${revision}`}`;

export function ofFileKey(key: string): Report {
  const at = key.lastIndexOf('@');
  const [snapshotAt, revision = '0'] = key.slice(at + 1).split('.');
  return { device: key.slice(0, at), snapshotAt: Number(snapshotAt), revision: Number(revision) };
}

/** Half-open: `from` belongs to it, `to` does not. */
export interface TimeRange {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
}

export type Resolution = 'slot' | 'hour';

/** Traffic of one slot or hour. A slot without an observation has no point: it is never a zero. */
export interface TrafficPoint {
  readonly start: EpochSeconds;
  /** Length of the interval, seconds: that of a slot, or 3600. */
  readonly intervalSeconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
  /** Subscribers seen (the most of any slot, for hours); 1 for one subscriber. */
  readonly subscribers: number;
}

/** One subscriber's sample, with its device. */
export interface SubscriberSample {
  readonly subscriber: string;
  readonly device: string;
  readonly slotStart: EpochSeconds;
  readonly seconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
  readonly late: boolean;
}

/** A sample with the place it has among those of its subscriber: newest slot first, then by device, newest report first. */
export interface PlacedSample extends SubscriberSample {
  /** When the snapshot that it came in was taken. */
  readonly reportedAt: EpochSeconds;
}
export type SampleKey = Pick<PlacedSample, 'slotStart' | 'device' | 'reportedAt'>;

/** A stretch of one subscriber's time. */
export interface SubscriberRun {
  readonly subscriber: string;
  readonly range: TimeRange;
}

export interface SubscriberRow {
  readonly subscriber: string;
  readonly firstSeen: EpochSeconds;
  readonly lastSeen: EpochSeconds;
  /** Device of the newest sample. */
  readonly device: string;
}

/** Keeps the subscribers that pass all that is given. */
export interface SubscriberFilter {
  /** The id starts with it. */
  readonly search?: string | undefined;
  /** The newest sample came from it. */
  readonly device?: string | undefined;
  /** The slot of the newest sample starts in it. */
  readonly lastSeen?: TimeRange | undefined;
}

/** A device that carried traffic of a subscriber. */
export interface SubscriberDevice {
  readonly device: string;
  /** Start of the newest slot with traffic through it; of the hour, when the samples are gone. */
  readonly lastSeen: EpochSeconds;
}

export interface DeviceRow {
  readonly device: string;
  readonly firstSeen: EpochSeconds;
  readonly lastSeen: EpochSeconds;
  /** Subscribers in its newest slot. */
  readonly subscribers: number;
}

/** Keyset page: `limit` rows strictly after (or, backward, strictly before) the key. Rows always come in the list's own order. */
export interface Page<Key> {
  readonly limit: number;
  readonly after?: Key | undefined;
  readonly before?: Key | undefined;
  /** True: the last `limit` rows of the range instead of the first. */
  readonly backward?: boolean | undefined;
}

/** The list is ordered by detectedAt descending, then id ascending, unless another order is asked for. */
export type AnomalyKey = Pick<Anomaly, 'detectedAt' | 'id'> & Partial<Pick<Anomaly, 'openedAt' | 'score' | 'severity'>>;

export interface AnomalyFilter {
  /** Those of devices are no subscriber's. */
  readonly subscriber?: string | undefined;
  readonly device?: string | undefined;
  readonly kinds?: readonly AnomalyKind[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  /** True: within the day's budget of alerts. False: held back. */
  readonly alerted?: boolean | undefined;
  /** True: still open. False: closed. */
  readonly open?: boolean | undefined;
  /** True: kept from being reported by a mute or by a benign verdict. False: reported. */
  readonly suppressed?: boolean | undefined;
  /** The run [openedAt, closedAt or now) overlaps the range. */
  readonly during?: TimeRange | undefined;
  readonly detected?: TimeRange | undefined;
  readonly score?: Bounds | undefined;
  /** Of the slot at whose end it was detected. */
  readonly upBytesPerSecond?: Bounds | undefined;
  /** As it stands now. */
  readonly excessBytes?: Bounds | undefined;
}

/** At least the one, below the other. */
export interface Bounds {
  readonly atLeast?: number | undefined;
  readonly below?: number | undefined;
}

export interface Accounting {
  readonly files: number;
  readonly rows: number;
  readonly accepted: number;
  readonly late: number;
  readonly estimated: number;
  readonly dropped: readonly { readonly reason: DropReason; readonly rows: number }[];
}

export interface DeadLetterKey {
  readonly file: string;
  readonly line: number;
}

/** Over a range of slots, with the anomalies that those slots revealed, as they stand now; all of history when no range is given. */
export interface Statistics {
  readonly firstSlot: EpochSeconds | null;
  readonly lastSlot: EpochSeconds | null;
  readonly subscribers: number;
  /** Samples of (subscriber, device, slot). */
  readonly samples: number;
  readonly upBytes: number;
  readonly downBytes: number;
  readonly anomalies: number;
  readonly openAnomalies: number;
  /** Within the day's budget of alerts, and beyond it: together all anomalies. */
  readonly alertedAnomalies: number;
  readonly heldBackAnomalies: number;
  /** Of all anomalies, those that a mute or a benign verdict keeps from being reported. */
  readonly suppressedAnomalies: number;
  /** Subscribers with at least one anomaly of their own, not of their device. */
  readonly flaggedSubscribers: number;
}

/** How much of the feed lies after a place. */
export interface FeedExtent {
  /** End of the newest closed slot: everything before it is told. 0 for a history in which none has closed. */
  readonly closedEnd: EpochSeconds;
  readonly entries: number;
  /** The newest entry from the place's `at` on; null when there is none. */
  readonly newest: FeedPlace | null;
}

export interface HistoryReader extends TriageReader {
  /** Network when `device` is null. Late samples count. In time order. Hours are whole: those that begin in the range. */
  traffic(device: string | null, range: TimeRange, resolution: Resolution): Promise<TrafficPoint[]>;
  /** Several devices at once. Keyed by device; in time order. */
  deviceTraffic(
    devices: readonly string[],
    range: TimeRange,
    resolution: Resolution,
  ): Promise<Map<string, TrafficPoint[]>>;
  /** Several subscribers at once, so that a page of them costs one query. Keyed by subscriber; in time order. */
  subscriberTraffic(
    subscribers: readonly string[],
    range: TimeRange,
    resolution: Resolution,
  ): Promise<Map<string, TrafficPoint[]>>;
  /** Raw samples, newest first, at most `limit`. */
  subscriberSamples(subscriber: string, range: TimeRange, limit: number): Promise<SubscriberSample[]>;
  /** A page of raw samples, newest first. */
  listSubscriberSamples(subscriber: string, range: TimeRange, page: Page<SampleKey>): Promise<PlacedSample[]>;
  /** Raw samples of several runs at once, each of one subscriber, newest first; the answers in the order of the runs. */
  samplesOfRuns(runs: readonly SubscriberRun[]): Promise<SubscriberSample[][]>;
  subscribers(ids: readonly string[]): Promise<Map<string, SubscriberRow>>;
  /** Ordered by id as text. */
  listSubscribers(filter: SubscriberFilter, page: Page<string>): Promise<SubscriberRow[]>;
  /** All devices that ever carried traffic of each, the newest first. Several subscribers at once, keyed by subscriber. */
  devicesOfSubscribers(ids: readonly string[]): Promise<Map<string, SubscriberDevice[]>>;
  /** The most alike first. */
  peers(subscriber: string, limit: number): Promise<Peer[]>;
  devices(): Promise<DeviceRow[]>;
  anomalies(ids: readonly string[]): Promise<Map<string, Anomaly>>;
  /** The newest first unless `order` says otherwise; then the key has the values of that order. */
  listAnomalies(filter: AnomalyFilter, page: Page<AnomalyKey>, order?: AnomalyOrder): Promise<Anomaly[]>;
  countAnomalies(filter: AnomalyFilter): Promise<number>;
  /** Of several anomalies at once, keyed by anomaly; in the order they happened. */
  anomalyEvents(ids: readonly string[]): Promise<Map<string, AnomalyEvent[]>>;
  /** The most alike first. `now` is when the newest data end: until then those last that are open. */
  similarAnomalies(anomaly: Anomaly, now: EpochSeconds, limit: number): Promise<SimilarAnomaly[]>;
  /** What the feed tells after the place, in its order, at most `limit`; of finished commits alone. */
  feedEntries(after: FeedPlace, limit: number): Promise<FeedEntry[]>;
  /** Without a place: of the entries at the end of the newest closed slot, as if that were the place. */
  feedExtent(after?: FeedPlace): Promise<FeedExtent>;
  statistics(range?: TimeRange): Promise<Statistics>;
  /** `TooManyRows` instead of an answer that would keep everybody waiting. */
  topTalkers(query: TalkerQuery): Promise<TopTalkers | TooManyRows>;
  /** Of each of the devices, whether it ever reported or not. */
  deviceQuality(devices: readonly string[], range: TimeRange): Promise<Map<string, DeviceQuality>>;
  /** Bytes in both directions through each device with traffic. */
  deviceVolumes(range: TimeRange): Promise<Map<string, number>>;
  /** Rows kept aside of the files whose snapshots were taken in the range, by reason. */
  deadLetterCounts(range: TimeRange): Promise<Accounting['dropped']>;
  /** Of the files whose snapshots were taken in the range; of all without one. */
  accounting(range?: TimeRange): Promise<Accounting>;
  /** Ordered by file, then line. */
  listDeadLetters(page: Page<DeadLetterKey>): Promise<DeadLetter[]>;
  ping(): Promise<void>;
  /** The same as one sees it who may see these devices alone: nothing of any other is in any answer, sums included. */
  within(devices: readonly string[]): HistoryReader;
}

export interface History
  extends HistoryWriter, HistoryReader, ReceivedHistory, RadiusHistory, AuditHistory, PersonHistory, MirroredHistory {
  /** Creates what is missing and discards an unfinished commit. Throws `HistoryUnavailable` when a person can mend why it can't be opened. */
  open(): Promise<void>;
  close(): Promise<void>;
}
