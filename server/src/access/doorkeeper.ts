/** Who somebody is by his credential, and whether he still is: connections that stay open are looked after. */
import { createSealer, type Sealer } from '../graphql/sealed-text.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { AccessStore } from './access-file.ts';
import { principalOfKey, principalOfSession, type Session } from './access-state.ts';
import type { Credential } from './credential.ts';
import type { KeyUses } from './key-uses.ts';
import { localAdmin, type Principal } from './policy.ts';

export interface DoorkeeperOptions {
  readonly store: AccessStore;
  /** Nobody but this machine can reach the server: without accounts it belongs to whoever sits there. */
  readonly isLocal: boolean;
  /** Sessions are sealed with it. */
  readonly secret: Uint8Array;
  /** Nothing is noted without it. */
  readonly keyUses?: Pick<KeyUses, 'note'>;
  readonly now: () => EpochSeconds;
}

/** Connections with one credential. */
interface Watched {
  readonly credential: Credential;
  readonly view: string;
  readonly close: Set<() => void>;
}

/** How often those that are open are looked after: what is revoked is over within this and the second that the file is relied on. */
const lookEveryMs = 1000;
const mostOpened = 10_000;

export class Doorkeeper {
  readonly #options: DoorkeeperOptions;
  readonly #sealer: Sealer;
  readonly #watched = new Map<string, Watched>();
  /** Sessions by their proof, which is opened once; whether they are over is asked each time. */
  readonly #opened = new Map<string, Session>();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: DoorkeeperOptions) {
    this.#options = options;
    this.#sealer = createSealer(options.secret);
  }

  /** Whether whoever reaches the server is its admin: on this machine alone, as long as nobody has an account. */
  async isOpen(): Promise<boolean> {
    return this.#options.isLocal && (await this.#options.store.current()).accounts.length === 0;
  }

  /** Null for a stranger. */
  async principalFor({ type, proof }: Credential): Promise<Principal | null> {
    const { store, isLocal, keyUses, now } = this.#options;
    const state = await store.current();
    if (type === 'key') {
      const principal = principalOfKey(state, proof, now());
      if (principal !== null) keyUses?.note(state, proof, now());
      return principal;
    }
    if (isLocal && state.accounts.length === 0) return localAdmin();
    const session = type === 'session' ? this.sessionOf(proof) : null;
    return session === null ? null : principalOfSession(state, session, now());
  }

  sealed({ name, id, startedAt }: Session): string {
    return this.#sealer.seal('session', JSON.stringify([name, id, startedAt]));
  }

  /** Null for what was not sealed here; it may be over. */
  sessionOf(proof: string): Session | null {
    const known = this.#opened.get(proof);
    if (known !== undefined) return known;
    const text = this.#sealer.open('session', proof);
    if (text === null) return null;
    const [name, id, startedAt] = JSON.parse(text) as [string, string, number];
    if (this.#opened.size >= mostOpened) this.#opened.clear();
    const session = { name, id, startedAt };
    this.#opened.set(proof, session);
    return session;
  }

  /** `close` is called once when the credential is good no more, or good for something else. Gives what ends the watch. */
  watch(credential: Credential, { view }: Principal, close: () => void): () => void {
    const key = `${credential.type} ${credential.proof} ${view}`;
    const watched = this.#watched.get(key) ?? { credential, view, close: new Set() };
    this.#watched.set(key, watched);
    watched.close.add(close);
    this.#timer ??= setInterval(() => void this.#lookAround(), lookEveryMs).unref();
    return () => {
      watched.close.delete(close);
      if (watched.close.size === 0 && this.#watched.get(key) === watched) this.#watched.delete(key);
      if (this.#watched.size === 0) this.stop();
    };
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Never rejects: what is known of the accounts stays known when their file can't be read. */
  async #lookAround(): Promise<void> {
    for (const { credential, view, close } of this.#watched.values()) {
      const principal = await this.principalFor(credential).catch(() => null);
      if (principal?.view !== view) for (const one of close) one();
    }
  }
}
