import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findKey, PushKeysError, readPushKeys } from './push-keys.ts';

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const [one, two] = ['one', 'two'].map(hashOf);
const now = Date.UTC(2027, 0, 1) / 1000;

function faultsOf(text: string): readonly string[] {
  try {
    readPushKeys(text);
  } catch (error) {
    if (error instanceof PushKeysError) return error.faults;
    throw error;
  }
  return [];
}

describe('the file of keys', () => {
  it('has a key a line with its scopes and expiry, and comments', () => {
    const keys = readPushKeys(`# who may push
north  samples,sessions  ${one!}
\tsouth\tsamples ${two!.toUpperCase()} 2027-01-01T01:00:00+01:00 # until the new year\r

`);
    expect(keys).toMatchObject([
      { name: 'north', scopes: new Set(['samples', 'sessions']), expiresAt: null },
      { name: 'south', scopes: new Set(['samples']), expiresAt: now },
    ]);
  });

  it('may have none: nothing is taken then', () => {
    expect(readPushKeys('# none yet\n')).toEqual([]);
  });

  it('is refused with all that is wrong, by line, and without what may be a key', () => {
    const faults = faultsOf(`north samples
no/rth samples ${one!}
north all ${one!}
north samples my-secret-key
north samples ${one!} soon
north samples ${one!} 2027-02-30
north samples ${one!}
north sessions ${two!}
south samples ${one!}
east samples ${hashOf('three')} 2027-12-31 and more`);
    expect(faults).toEqual([
      'line 1: 2 words are given, expected: name scopes sha256 [expiry]',
      'line 2: the name is not of 1 to 40 letters, digits, dots, dashes and underscores',
      'line 3: the scopes are "all", expected samples or sessions, or both with a comma between',
      'line 4: the third word is not the SHA-256 of a key, expected its 64 hexadecimal digits',
      'line 5: the expiry is "soon", expected a day such as 2027-12-31 or RFC 3339 with an offset',
      'line 6: the expiry is "2027-02-30", expected a day such as 2027-12-31 or RFC 3339 with an offset',
      'line 8: the name "north" is there twice, expected another for each key',
      'line 9: the key of "south" is there twice, expected it once',
      'line 10: 6 words are given, expected: name scopes sha256 [expiry]',
    ]);
    expect(faults.join()).not.toContain('my-secret-key');
  });
});

describe('a key', () => {
  const keys = readPushKeys(`north samples ${one!}\nsouth samples ${two!} 2027-01-01`);

  it('is found by its secret until it expires', () => {
    expect(findKey(keys, 'one', now)?.name).toBe('north');
    expect(findKey(keys, 'two', now - 1)?.name).toBe('south');
    expect(findKey(keys, 'two', now)).toBe(null);
  });

  it('is not its hash, nor anything else', () => {
    for (const secret of [one!, '', 'One', 'one ']) expect(findKey(keys, secret, now)).toBe(null);
  });
});
