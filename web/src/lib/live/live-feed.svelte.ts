/** What the server pushes, as the pages see it: the data's clock, arriving anomalies, and when to ask again. */
import { AnomalyEventsDocument, TrafficUpdatesDocument } from '#lib/graphql/generated/graphql.ts';
import type { AnomalyEventsSubscription, TrafficUpdatesSubscription } from '#lib/graphql/generated/graphql.ts';
import { createSocket } from './socket.ts';
import { keepSubscribed } from './subscription.ts';
import { liveStateOf } from './live-state.ts';
import type { Connection } from './live-state.ts';
import { throttle } from './throttle.ts';

type FeedEvent = AnomalyEventsSubscription['anomalyEvents'];
export type LiveAnomalyEvent = Extract<FeedEvent, { what: 'AnomalyEvent' }>;
export type NetworkNow = TrafficUpdatesSubscription['trafficUpdates']['network'];
/** Something that a person did. */
export type LiveAct = Extract<FeedEvent, { what: 'TriageEvent' | 'MuteEvent' }>;
type AnomalyListener = (events: readonly LiveAnomalyEvent[]) => void;
type ActListener = (acts: readonly LiveAct[]) => void;

/** Events that were missed and are in now; null where nobody counted them. */
export interface CaughtUp {
  readonly events: number | null;
}

/** Charts follow the clock at most this often: a simulated or replayed week passes many slots a second. */
const clockPeriodMs = 2_000;
const eventPeriodMs = 100;
/** More than this at once is not worth applying one by one: the pages ask again instead. */
const mostEvents = 256;

export class LiveFeed {
  #connection: Connection = $state('connecting');
  #newest: number | null = null;
  /** Place in the feed of the last event: a new connection goes on behind it. */
  #cursor: string | null = null;
  #events: (LiveAnomalyEvent | LiveAct)[] = [];
  readonly #listeners = new Set<AnomalyListener>();
  readonly #actListeners = new Set<ActListener>();

  /** End of the newest data shown, epoch milliseconds on the data's clock; null until known. Stands still while paused. */
  asOf: number | null = $state(null);
  /** Length of a slot. Ten minutes unless the server says otherwise. */
  slotMs = $state(600_000);
  /** The network's newest slot. */
  now: NetworkNow | null = $state.raw(null);
  /** When the reader paused, on his own clock; null while running. */
  pausedAt: number | null = $state(null);
  /** Anomalies that opened since then. */
  openedWhilePaused = $state(0);
  #eventsWhilePaused = 0;
  /** What the reader has just caught up with, after a pause or a lost connection; null before. Each time another object. */
  caughtUp: CaughtUp | null = $state.raw(null);
  /** When a lost connection is tried again, on the reader's clock; null while it is not lost. */
  nextAttemptAt: number | null = $state(null);
  /** Grows whenever pages must ask again because they missed something. */
  revision = $state(0);
  readonly state = $derived(liveStateOf(this.#connection, this.pausedAt !== null));

  readonly #showClock = throttle<number>((asOf) => (this.asOf = asOf), clockPeriodMs);
  readonly #deliver = throttle<void>(() => this.#deliverEvents(), eventPeriodMs);

  /** Connects; returns what disconnects for good. */
  start(): () => void {
    const socket = createSocket(new URL('/graphql', location.href).href.replace(/^http/, 'ws'), {
      onState: (open) => this.#connected(open),
      onWait: (until) => (this.nextAttemptAt = until),
    });
    const whereItWas = () => ({ after: this.#cursor });
    const stops = [
      keepSubscribed(socket, AnomalyEventsDocument, whereItWas, {
        onData: (data) => this.#told(data.anomalyEvents),
      }),
      keepSubscribed(socket, TrafficUpdatesDocument, () => ({}), {
        onData: (data) => this.#slotClosed(data.trafficUpdates),
        onInterrupted: () => this.askAgain(),
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#showClock.cancel();
      this.#deliver.cancel();
      void socket.dispose();
    };
  }

  /** Hears of events in batches, while not paused. Returns what ends it. */
  onAnomalies(listener: AnomalyListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears in batches of what people do, while not paused. Returns what ends it. */
  onActs(listener: ActListener): () => void {
    this.#actListeners.add(listener);
    return () => this.#actListeners.delete(listener);
  }

  /** The data reaches to `asOf`, as another source of that knowledge says. */
  advanceTo(asOf: number): void {
    if (this.#newest !== null && asOf <= this.#newest) return;
    this.#newest = asOf;
    if (this.pausedAt === null) this.#showClock(asOf);
  }

  /** Stands still as if the data reached to `asOf` and no further. */
  hold(asOf: number): void {
    this.#showClock.cancel();
    if (this.pausedAt === null) {
      this.pausedAt = Date.now();
      this.openedWhilePaused = 0;
      this.#eventsWhilePaused = 0;
    }
    if (asOf === this.asOf) return;
    this.asOf = asOf;
    this.revision += 1;
  }

  /** Goes on with everything that came meanwhile, at once; nothing while it moves anyway. */
  resume(): void {
    if (this.pausedAt === null) return;
    this.pausedAt = null;
    this.openedWhilePaused = 0;
    this.caughtUp = { events: this.#eventsWhilePaused };
    this.asOf = this.#newest;
    this.askAgain();
  }

  /** Tells all pages to ask again; the data's clock may then also be earlier (another data set). */
  askAgain(): void {
    this.#events = [];
    if (this.pausedAt !== null) return;
    this.#newest = null;
    this.revision += 1;
  }

  #connected(open: boolean): void {
    const cameBack = open && this.#connection === 'lost';
    this.#connection = open ? 'open' : 'lost';
    if (open) this.nextAttemptAt = null;
    if (!cameBack) return;
    this.caughtUp = { events: null };
    this.askAgain();
  }

  #slotClosed({ network }: TrafficUpdatesSubscription['trafficUpdates']): void {
    this.advanceTo(Date.parse(network.end));
    if (this.pausedAt === null) this.now = network;
  }

  #told(event: FeedEvent): void {
    this.#cursor = event.cursor;
    if (event.what === 'AnomalyEvent' || event.what === 'TriageEvent' || event.what === 'MuteEvent')
      this.#arrived(event);
    else if (event.what === 'Gap') this.askAgain();
    else if (event.what === 'Heartbeat' && event.dataAsOf) this.advanceTo(Date.parse(event.dataAsOf));
  }

  #arrived(event: LiveAnomalyEvent | LiveAct): void {
    if (this.pausedAt !== null) {
      this.#eventsWhilePaused += 1;
      if (event.what === 'AnomalyEvent' && event.type === 'OPENED') this.openedWhilePaused += 1;
      return;
    }
    this.#events.push(event);
    if (this.#events.length > mostEvents) this.askAgain();
    else this.#deliver();
  }

  #deliverEvents(): void {
    const events = this.#events;
    this.#events = [];
    if (events.length === 0 || this.pausedAt !== null) return;
    const changes = events.filter((event) => event.what === 'AnomalyEvent');
    const acts = events.filter((event) => event.what !== 'AnomalyEvent');
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
    if (acts.length > 0) for (const listener of this.#actListeners) listener(acts);
  }
}
