/** Finds the keys of the seed's by SCAN, and tells which of them may have changed: their length did, or they are new. */
import type { Redis } from 'ioredis';
import { ofSeedKey } from '../../seed-words.ts';

const keysPerScan = 1000;

export class KeyListing {
  readonly #client: Redis;
  /** Bytes of each key when it was read. */
  readonly #lengths = new Map<string, number | null>();

  constructor(client: Redis) {
    this.#client = client;
  }

  /** In no order. Forgets those that are gone. */
  async changed(): Promise<string[]> {
    const changed: string[] = [];
    const found = new Set<string>();
    let cursor = '0';
    do {
      const [next, keys] = await this.#client.scan(cursor, 'MATCH', '* ????-??-?? ??:00:00', 'COUNT', keysPerScan);
      // SCAN may give a key twice.
      const seed = keys.filter((key) => ofSeedKey(key) !== null && !found.has(key));
      const lengths = await this.lengthsOf(seed);
      for (const [place, key] of seed.entries()) {
        found.add(key);
        if (lengths[place] !== this.#lengths.get(key)) changed.push(key);
      }
      cursor = next;
    } while (cursor !== '0');
    for (const key of this.#lengths.keys()) if (!found.has(key)) this.#lengths.delete(key);
    return changed;
  }

  /** The key was read, or left out, when it had so many bytes. */
  wasRead(key: string, bytes: number | null): void {
    this.#lengths.set(key, bytes);
  }

  /** Of keys that are no texts null. */
  async lengthsOf(keys: readonly string[]): Promise<(number | null)[]> {
    if (keys.length === 0) return [];
    const pipeline = this.#client.pipeline();
    for (const key of keys) pipeline.strlen(key);
    const answers = (await pipeline.exec()) ?? [];
    return answers.map(([fault, length]) => (fault === null ? (length as number) : null));
  }
}
