/** Subscribers of whom nothing is taken any more: kept as hashes under the key of the installation, so that the list names nobody. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';

export class IgnoredSubscribers {
  readonly #hashes = new Set<string>();
  #path: string | null = null;
  #key: KeyObject | null = null;

  /** Reads the list; there is none before somebody is ignored. Until then, and without it, nobody is. */
  async open(path: string, secret: Uint8Array): Promise<void> {
    this.#path = path;
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'tidewatch ignored subscribers', 32)));
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    for (const line of text.split('\n')) if (line !== '') this.#hashes.add(line);
  }

  has(name: string): boolean {
    return this.#hashes.size > 0 && this.#hashes.has(this.#hashOf(name));
  }

  /** Resolves when a restart knows of it, too. */
  async add(name: string): Promise<void> {
    if (this.#path === null) throw new Error('No list of ignored subscribers is kept here');
    const hash = this.#hashOf(name);
    if (this.#hashes.has(hash)) return;
    await appendFile(this.#path, `${hash}\n`, { mode: 0o600 });
    this.#hashes.add(hash);
  }

  #hashOf(name: string): string {
    return createHmac('sha256', this.#key!).update(name).digest('hex');
  }
}
