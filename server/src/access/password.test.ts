import { describe, expect, it } from 'vitest';
import { faultOfPassword, hashPassword, isPassword } from './password.ts';

describe('a password', () => {
  it('is kept as argon2id with a salt of its own', async () => {
    const [first, second] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(first).not.toBe(second);
    expect(await isPassword('correct horse', first)).toBe(true);
    expect(await isPassword('correct horse', second)).toBe(true);
    expect(await isPassword('Correct horse', first)).toBe(false);
  });

  it('is checked by the cost it was hashed with', async () => {
    // By the reference implementation: argon2 somesalt -id -t 2 -m 16 -p 1, of "password".
    const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await isPassword('password', known)).toBe(true);
    expect(await isPassword('passwore', known)).toBe(false);
  });

  it('is wrong where there is none, and where there is no hash', async () => {
    for (const hash of [null, '', 'plain', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$AAAA'])
      expect(await isPassword('plain', hash)).toBe(false);
  });

  it('is the same in another form of Unicode', async () => {
    expect(await isPassword('pässword tide', await hashPassword('pa\u0308ssword tide'))).toBe(true);
  });

  it.each([
    ['short', 'eleven char'],
    ['the name', 'I am ann-marie'],
    ['repeated', 'abababababababab'],
  ])('is refused when it is %s', (_, password) => {
    expect(faultOfPassword(password, 'Ann-Marie')).not.toBeNull();
    expect(faultOfPassword('correct horse battery', 'Ann-Marie')).toBeNull();
  });
});
