/** The port of the feed: carries what happened to whoever listens. Adapters: in process, and a Redis Stream; both pass `feed-contract.ts`. */
import type { AnomalyEvent } from '../domain/anomaly.ts';
import type { SlotTotals } from '../domain/sample.ts';
import type { EpochSeconds } from '../domain/traffic.ts';

/** A closed slot: the network's totals first, then each device's. */
export interface ClosedSlotNotice {
  readonly slotStart: EpochSeconds;
  readonly totals: readonly SlotTotals[];
}

export interface FeedMessages {
  anomaly: AnomalyEvent;
  slot: ClosedSlotNotice;
}
export type FeedTopic = keyof FeedMessages;

/** What a listener that reads too slowly loses. `close` ends its subscription with `SlowConsumerError`, so that it knows. */
export type OverflowPolicy = 'drop-oldest' | 'close';

export interface SubscribeOptions {
  /** Most messages waiting for this one listener. */
  readonly capacity: number;
  readonly overflow: OverflowPolicy;
}

export class SlowConsumerError extends Error {
  constructor(capacity: number) {
    super(`The listener fell more than ${capacity} messages behind`);
    this.name = 'SlowConsumerError';
  }
}

export interface Feed {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Never throws and never waits for a listener; a failing transport is counted and retried within a bound. */
  publish<Topic extends FeedTopic>(topic: Topic, messages: readonly FeedMessages[Topic][]): void;
  /** Messages published after the call. Each listener has its own bounded queue. Ends when returned or when the feed stops. */
  subscribe<Topic extends FeedTopic>(
    topic: Topic,
    options: SubscribeOptions,
  ): AsyncIterableIterator<FeedMessages[Topic]>;
  /** Null when well, otherwise what is wrong, for readiness. */
  fault(): string | null;
}
