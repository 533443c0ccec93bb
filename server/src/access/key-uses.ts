/** When each key was last used, to the hour: enough to find those that nobody needs, and seldom enough to be written to the file of accounts. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { AccessStore } from './access-file.ts';
import type { AccessState } from './access-state.ts';

const everySeconds = 3600;

export class KeyUses {
  readonly #store: AccessStore;
  readonly #onFault: (fault: Error) => void;
  /** By id: when it was last tried, so that a file that can't be written is not asked for every request. */
  readonly #noted = new Map<string, EpochSeconds>();

  constructor(store: AccessStore, onFault: (fault: Error) => void) {
    this.#store = store;
    this.#onFault = onFault;
  }

  /** Of a key that is good now. Nobody waits for it. */
  note({ keys }: AccessState, sha256: string, now: EpochSeconds): void {
    const key = keys.find((one) => one.sha256 === sha256);
    if (key === undefined || now - Math.max(key.lastUsedAt ?? 0, this.#noted.get(key.id) ?? 0) < everySeconds) return;
    for (const id of this.#noted.keys()) if (!keys.some((one) => one.id === id)) this.#noted.delete(id);
    this.#noted.set(key.id, now);
    this.#store
      .change((state) => ({
        ...state,
        keys: state.keys.map((one) => (one.id === key.id ? { ...one, lastUsedAt: now } : one)),
      }))
      .catch(this.#onFault);
  }
}
