/** The keys as their file has them now: a key that is taken out of it is good no more within two seconds, without a restart. */
import { readFile } from 'node:fs/promises';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { lookAt, stateOf } from '../snapshot/file-state.ts';
import { findKey, readPushKeys, type PushKey } from './push-keys.ts';

export interface KeyRingOptions {
  readonly path: string;
  /** As they were read at the start. */
  readonly keys: readonly PushKey[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told, once for each state of the file, when it can't be used: the keys before stay good. */
  readonly onFault: (fault: Error) => void;
}

/** How long what was seen of the file is relied on. */
const lookEveryMs = 1000;
/** A file that was written to just now may be half written. */
const settledAfterMs = 1000;

export class KeyRing {
  readonly #options: KeyRingOptions;
  #keys: readonly PushKey[];
  #state = '';
  #lookedAtMs = -Infinity;
  #look: Promise<void> = Promise.resolve();

  constructor(options: KeyRingOptions) {
    this.#options = options;
    this.#keys = options.keys;
  }

  /** The key that the secret is; null when it is none. */
  async find(secret: string): Promise<PushKey | null> {
    const nowMs = this.#options.now();
    if (nowMs - this.#lookedAtMs >= lookEveryMs) {
      this.#lookedAtMs = nowMs;
      this.#look = this.#readChanged(nowMs);
    }
    await this.#look;
    return findKey(this.#keys, secret, Math.floor(nowMs / 1000) satisfies EpochSeconds);
  }

  /** Never rejects. */
  async #readChanged(nowMs: number): Promise<void> {
    const { path, onFault } = this.#options;
    let state = 'not there';
    try {
      const found = await lookAt(path);
      if (found !== null) state = stateOf(found);
      if (state === this.#state) return;
      const age = nowMs - (found?.mtimeMs ?? 0);
      if (age >= 0 && age < settledAfterMs) return;
      this.#keys = readPushKeys(await readFile(path, 'utf8'));
      this.#state = state;
    } catch (error) {
      if (state !== this.#state) onFault(error as Error);
      this.#state = state;
    }
  }
}
