/** Reads the keys of the machines that may push: `name scopes sha256 [expiry]`, one a line. The keys themselves are in no file. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { parseDateTime } from '../../graphql/scalars.ts';

export const pushScopes = ['samples', 'sessions'] as const;
export type PushScope = (typeof pushScopes)[number];

export interface PushKey {
  readonly name: string;
  readonly scopes: ReadonlySet<PushScope>;
  readonly sha256: Buffer;
  /** From then on it is not good any more; null for one that stays good. */
  readonly expiresAt: EpochSeconds | null;
}

/** All that is wrong with a file of keys, one phrase a fault. */
export class PushKeysError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.faults = faults;
  }
}

/** Empty lines, and what follows a `#`, say nothing. Throws `PushKeysError`. */
export function readPushKeys(text: string): PushKey[] {
  const faults: string[] = [];
  const keys = new Map<string, PushKey>();
  const hashes = new Set<string>();
  for (const [place, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (words[0] === '') continue;
    const fault = (phrase: string): void => void faults.push(`line ${place + 1}: ${phrase}`);
    const key = keyIn(words, fault);
    if (key === null) continue;
    if (keys.has(key.name)) fault(`the name "${key.name}" is there twice, expected another for each key`);
    if (hashes.has(key.sha256.toString('hex'))) fault(`the key of "${key.name}" is there twice, expected it once`);
    hashes.add(key.sha256.toString('hex'));
    keys.set(key.name, key);
  }
  if (faults.length > 0) throw new PushKeysError(faults);
  return [...keys.values()];
}

/** A fault never repeats the third word: who has taken it for the place of the key would find the key in a log. */
function keyIn(words: readonly string[], fault: (phrase: string) => void): PushKey | null {
  const [name = '', scopesText = '', hash = '', expiry] = words;
  if (words.length < 3 || words.length > 4) {
    fault(`${words.length} words are given, expected: name scopes sha256 [expiry]`);
    return null;
  }
  if (!/^[\w.-]{1,40}$/.test(name)) {
    fault('the name is not of 1 to 40 letters, digits, dots, dashes and underscores');
    return null;
  }
  const scopes = scopesText.split(',').map((text) => pushScopes.find((scope) => scope === text));
  if (!scopes.every((scope) => scope !== undefined)) {
    fault(`the scopes are "${scopesText}", expected ${pushScopes.join(' or ')}, or both with a comma between`);
    return null;
  }
  if (!/^[\da-f]{64}$/i.test(hash)) {
    fault(`the third word is not the SHA-256 of a key, expected its 64 hexadecimal digits`);
    return null;
  }
  const expiresAt = expiry === undefined ? null : momentIn(expiry);
  if (Number.isNaN(expiresAt)) {
    fault(`the expiry is "${expiry ?? ''}", expected a day such as 2027-12-31 or RFC 3339 with an offset`);
    return null;
  }
  return { name, scopes: new Set(scopes), sha256: Buffer.from(hash, 'hex'), expiresAt };
}

function momentIn(text: string): EpochSeconds {
  try {
    return parseDateTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  } catch {
    return NaN;
  }
}

/** Looks at all of them, so that the time that it takes says nothing. Null for a key that is none, or is not good any more. */
export function findKey(keys: readonly PushKey[], secret: string, now: EpochSeconds): PushKey | null {
  const given = createHash('sha256').update(secret).digest();
  let found: PushKey | null = null;
  for (const key of keys) if (timingSafeEqual(key.sha256, given)) found = key;
  return found === null || (found.expiresAt !== null && found.expiresAt <= now) ? null : found;
}
