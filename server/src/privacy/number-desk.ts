/** Where numbers of subscribers who stand under pseudonyms are asked for, by number and by pseudonym: nobody asks unnoted. */
import type { Audit } from '../access/audit.ts';
import type { Looker, Looks } from '../access/looks.ts';
import { TokenBucket } from '../http/token-bucket.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface NumberDeskOptions {
  readonly pseudonyms: Pseudonyms;
  /** Null where no audit is kept. */
  readonly auditing: { readonly note: Audit; readonly looks: Pick<Looks, 'note' | 'pseudonym'> } | null;
  /** Milliseconds. */
  readonly now: () => number;
}

/** `number` is null when the pseudonym was made with a key that is not there. */
export type Revealed =
  | { readonly type: 'revealed'; readonly number: string | null }
  | { readonly type: 'too-many'; readonly retryAfterSeconds: number };

/** So many at once, and one more a minute: enough for a case, too few for a list of customers. */
export const mostRevealedAtOnce = 20;
const revealedPerSecond = 1 / 60;

export class NumberDesk {
  readonly #options: NumberDeskOptions;
  readonly #bucket: TokenBucket;

  constructor(options: NumberDeskOptions) {
    this.#options = options;
    this.#bucket = new TokenBucket({ perSecond: revealedPerSecond, burst: mostRevealedAtOnce, now: options.now });
  }

  /** What the subscriber of a number is known by, if there is one. */
  pseudonymsOf(number: string): readonly string[] {
    return this.#options.pseudonyms.allOf(number);
  }

  /** Who knew the number knows now who stands under these pseudonyms. */
  foundByNumber(who: Looker, pseudonyms: readonly string[]): void {
    this.#options.auditing?.looks.note(who, 'found by number', pseudonyms);
  }

  reveal({ actor, from }: Looker, pseudonym: string, reason: string): Revealed {
    const retryAfterSeconds = this.#bucket.waitSeconds(actor);
    if (retryAfterSeconds > 0) return { type: 'too-many', retryAfterSeconds };
    this.#bucket.spend(actor, 1);
    const { pseudonyms, auditing } = this.#options;
    const number = pseudonyms.numberOf(pseudonym);
    const subject = auditing?.looks.pseudonym(pseudonym) ?? '';
    auditing?.note({ action: 'revealed', actor, subject, from, details: { reason, found: number !== null } });
    return { type: 'revealed', number };
  }
}
