/** Every look at one subscriber's traffic is noted: who, at whom, from where. The subscriber stands under a pseudonym that only this installation can make. */
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { BaselineReader } from '../backtest/detection.ts';
import type { HistoryReader } from '../history/history.ts';
import type { Audit } from './audit.ts';

export interface Looker {
  readonly actor: string;
  readonly from: string;
}

/** Who looks at the same again within this long has looked once: pages ask again while data come in. */
const sameLookMs = 60_000;
const mostRemembered = 10_000;
/** Of one look at many. */
const mostNamed = 50;

export class Looks {
  readonly #audit: Audit;
  readonly #now: () => number;
  readonly #key: ReturnType<typeof createSecretKey>;
  readonly #seen = new Map<string, number>();

  /** `now` in milliseconds. */
  constructor(secret: Uint8Array, audit: Audit, now: () => number) {
    this.#audit = audit;
    this.#now = now;
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'tidewatch audit of subscribers', 32)));
  }

  /** As a subscriber is named in the audit. */
  pseudonym(subscriber: string): string {
    return createHmac('sha256', this.#key).update(subscriber).digest('hex').slice(0, 16);
  }

  note({ actor, from }: Looker, what: string, subscribers: readonly string[]): void {
    const fresh = [...new Set(subscribers)].filter((one) => one !== '' && this.#isFresh(`${actor} ${what} ${one}`));
    if (fresh.length === 0) return;
    const named = fresh.slice(0, mostNamed).map((one) => this.pseudonym(one));
    this.#audit({
      action: 'look',
      actor,
      subject: named[0]!,
      from,
      details: { what, subscribers: named, of: fresh.length },
    });
  }

  /** History and the baselines, as this person reads them. */
  watched<Ports extends { readonly history: HistoryReader; readonly baseline: BaselineReader }>(
    ports: Ports,
    who: Looker,
  ): Ports {
    const { history, baseline } = ports;
    const looking: Pick<
      HistoryReader,
      'subscriberTraffic' | 'subscriberSamples' | 'listSubscriberSamples' | 'samplesOfRuns'
    > = {
      subscriberTraffic: (subscribers, ...rest) => {
        this.note(who, 'traffic', subscribers);
        return history.subscriberTraffic(subscribers, ...rest);
      },
      subscriberSamples: (subscriber, ...rest) => {
        this.note(who, 'samples', [subscriber]);
        return history.subscriberSamples(subscriber, ...rest);
      },
      listSubscriberSamples: (subscriber, ...rest) => {
        this.note(who, 'samples', [subscriber]);
        return history.listSubscriberSamples(subscriber, ...rest);
      },
      samplesOfRuns: (runs) => {
        this.note(
          who,
          'samples',
          runs.map(({ subscriber }) => subscriber),
        );
        return history.samplesOfRuns(runs);
      },
    };
    const watchedBaseline: BaselineReader = {
      ...baseline,
      baseline: (subscriber, range) => {
        this.note(who, 'baseline', [subscriber]);
        return baseline.baseline(subscriber, range);
      },
    };
    return { ...ports, history: Object.setPrototypeOf(looking, history) as HistoryReader, baseline: watchedBaseline };
  }

  #isFresh(key: string): boolean {
    const nowMs = this.#now();
    const before = this.#seen.get(key);
    if (before !== undefined && nowMs - before < sameLookMs) return false;
    if (this.#seen.size >= mostRemembered)
      for (const oldest of this.#seen.keys().take(mostRemembered / 10)) this.#seen.delete(oldest);
    this.#seen.delete(key);
    this.#seen.set(key, nowMs);
    return true;
  }
}
