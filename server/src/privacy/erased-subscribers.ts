/** Who was erased, and who is ignored since: known by hashes under the key of the installation, so that the list names nobody. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Erasure } from '../history/person-history.ts';

interface Known extends Pick<Erasure, 'atMs' | 'ignored'> {
  /** `version` when it became known. */
  readonly since: number;
}

export class ErasedSubscribers {
  readonly #byHash = new Map<string, Known>();
  #key: KeyObject | null = null;
  #keyId = '';
  /** Noted under another key: nobody can say who it was. */
  #unknown = 0;
  #version = 0;

  /** Before that, nobody is erased. */
  begin(secret: Uint8Array): void {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'tidewatch erased subscribers', 32)));
    this.#keyId = this.#hashOf('').slice(0, 8);
  }

  /** How many were noted under another key, as where passwords that the key is made of were changed. */
  get unknown(): number {
    return this.#unknown;
  }

  /** A greater number whenever it has learned of somebody. */
  get version(): number {
    return this.#version;
  }

  /** Whether it has learned since that he was erased. */
  hasLearned(name: string, sinceVersion: number): boolean {
    return (this.#knownOf(name)?.since ?? -1) > sinceVersion;
  }

  /** To be noted in history. */
  erasuresOf(names: readonly string[], ignored: boolean, atMs: number): Erasure[] {
    return names.map((name) => ({ hash: this.#hashOf(name), keyId: this.#keyId, atMs, ignored }));
  }

  /** All that history has. Who was ignored once stays so. */
  learn(erasures: readonly Erasure[]): void {
    this.#unknown = 0;
    for (const { hash, keyId, atMs, ignored } of erasures) {
      if (keyId !== this.#keyId) this.#unknown += 1;
      else this.#learn(hash, atMs, ignored);
    }
  }

  isIgnored(name: string): boolean {
    return this.#knownOf(name)?.ignored ?? false;
  }

  /** When he was erased last, milliseconds since 1970; -Infinity when he never was. */
  erasedAtMs(name: string): number {
    return this.#knownOf(name)?.atMs ?? -Infinity;
  }

  #learn(hash: string, atMs: number, ignored: boolean): void {
    const before = this.#byHash.get(hash);
    if (before !== undefined && atMs <= before.atMs && (before.ignored || !ignored)) return;
    this.#version += 1;
    this.#byHash.set(hash, {
      atMs: Math.max(atMs, before?.atMs ?? -Infinity),
      ignored: ignored || before?.ignored === true,
      since: this.#version,
    });
  }

  #knownOf(name: string): Known | undefined {
    return this.#byHash.size === 0 ? undefined : this.#byHash.get(this.#hashOf(name));
  }

  #hashOf(name: string): string {
    if (this.#key === null) throw new Error('Nobody can be erased before history is open');
    return createHmac('sha256', this.#key).update(name).digest('hex');
  }
}
