/** The part of the port to history that is about people: what they did, and what it suppresses. */
import type { ActDraft, ActEntry, FeedPlace } from '../domain/feed-entry.ts';
import type { Mute, MuteEvent, SuppressionChange } from '../domain/suppression.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { TriageEvent } from '../domain/triage.ts';
import type { Page } from './history.ts';

/** A mute with the act that made it and, when it stands no more, the one that ended it. */
export interface MuteState {
  readonly mute: Mute;
  readonly made: MuteEvent;
  readonly ended: MuteEvent | null;
}

export interface MuteFilter {
  /** Only those that stand and reach beyond this moment of the data. */
  readonly activeAt?: EpochSeconds | undefined;
}

export interface TriageWriter {
  /**
   * When no commit and no other act is under way: lets `decide` make acts (again when another process was faster), gives them their places in the feed, and writes
   * all or none of them. `at` is what the places will have: anomalies that are detected later are no part of history yet.
   * When it rejects, they may be written nevertheless.
   */
  appendActs(decide: (at: EpochSeconds) => Promise<readonly ActDraft[]>): Promise<ActEntry[]>;
}

export interface TriageReader {
  /** On several anomalies at once, keyed by anomaly; in the order they were made. */
  acts(anomalies: readonly string[]): Promise<Map<string, TriageEvent[]>>;
  /** On several mutes at once, keyed by mute; in the order they were made. */
  muteActs(mutes: readonly string[]): Promise<Map<string, MuteEvent[]>>;
  /** Of one change, in order. */
  actsOfChange(change: string): Promise<ActEntry[]>;
  /** Everything that was ever decided about suppression, in order. */
  suppressionChanges(): Promise<SuppressionChange[]>;
  mutes(ids: readonly string[]): Promise<Map<string, MuteState>>;
  /** The newest first. */
  listMutes(filter: MuteFilter, page: Page<FeedPlace>): Promise<MuteState[]>;
}
