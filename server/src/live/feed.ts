/** The port of the feed: carries what happened to whoever listens. Adapters: in process, and a Redis Stream; both pass `feed-contract.ts`. */
import type { FeedEntry } from '../domain/feed-entry.ts';
import type { SlotTotals } from '../domain/sample.ts';
import type { EpochSeconds } from '../domain/traffic.ts';

/** A closed slot: the network's totals first, then each device's. */
export interface ClosedSlotNotice {
  readonly slotStart: EpochSeconds;
  readonly totals: readonly SlotTotals[];
}

export interface FeedMessages {
  anomaly: FeedEntry;
  slot: ClosedSlotNotice;
}
export type FeedTopic = keyof FeedMessages;

/**
 * What a listener that reads too slowly loses. `drop-oldest` keeps the newest `capacity` messages. `close` ends the
 * subscription with `SlowConsumerError`, so that the listener knows: when more than `capacity` messages still wait from
 * earlier publishes and it took none since the last one, or when more than 10,000 do. A publish of any size is taken
 * whole, so at most 10,000 messages and those of one publish wait.
 */
export type OverflowPolicy = 'drop-oldest' | 'close';

export interface SubscribeOptions<Message> {
  /** Messages that may wait for this one listener, as `overflow` has it. */
  readonly capacity: number;
  readonly overflow: OverflowPolicy;
  /** Which messages the listener wants: others never wait for it. Called within publish; must be quick and not throw. */
  readonly filter?: (message: Message) => boolean;
}

export class SlowConsumerError extends Error {
  /** Where in the feed to go on, when the listener knows places. */
  readonly cursor: string | null;

  constructor(capacity: number, cursor: string | null = null) {
    const advice = cursor === null ? '' : `; go on after "${cursor}"`;
    super(`The listener fell more than ${capacity} messages behind${advice}`);
    this.name = 'SlowConsumerError';
    this.cursor = cursor;
  }
}

/** A stream that can also give what is there already, without a turn of the event loop for each. */
export interface Stream<Message> extends AsyncIterableIterator<Message, undefined> {
  /** The next message when it is there and nobody waits for one; undefined otherwise, and when the stream has failed or ended. */
  takeNow?(): Message | undefined;
}

/**
 * Where messages were lost: at a listener that read too slowly, in the outbox because too many waited for Redis, or at
 * Redis because it has later ones.
 */
export type DropPlace = 'listener' | 'outbox' | 'redis';
export type OnDropped = (topic: FeedTopic, messages: number, place: DropPlace) => void;

export interface Feed {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Never throws and never waits for a listener; a failing transport is counted and retried within a bound. */
  publish<Topic extends FeedTopic>(topic: Topic, messages: readonly FeedMessages[Topic][]): void;
  /** Messages published after the call. Each listener has its own bounded queue. Ends when returned or when the feed stops. */
  subscribe<Topic extends FeedTopic>(
    topic: Topic,
    options: SubscribeOptions<FeedMessages[Topic]>,
  ): Stream<FeedMessages[Topic]>;
  /** Takes out what is kept for other processes and is chosen. Gives how many messages that were; rejects while the transport fails. */
  erase<Topic extends FeedTopic>(topic: Topic, isChosen: (message: FeedMessages[Topic]) => boolean): Promise<number>;
  /** Null when well, otherwise what is wrong, for readiness. */
  fault(): string | null;
}
