/** Passwords as they are kept: argon2id with a salt of their own, in the usual text form. The password itself is nowhere. */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
/** What OWASP recommends: 19 MiB, two passes; about 20 ms. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const saltBytes = 16;

export const shortestPassword = 12;
export const longestPassword = 256;

/** A sentence of what is wrong with a new password; null when it is good. */
export function faultOfPassword(password: string, name: string): string | null {
  const { length } = password;
  if (length < shortestPassword || length > longestPassword)
    return `The password has ${length} characters, expected ${shortestPassword} to ${longestPassword}`;
  if (password.toLowerCase().includes(name.toLowerCase())) return 'The password has the name in it';
  return new Set(password).size < 5 ? 'The password has fewer than 5 different characters' : null;
}

const encoded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

function tagOf(password: string, nonce: Buffer, how: Omit<Argon2Parameters, 'message' | 'nonce'>): Promise<Buffer> {
  return derive('argon2id', { ...how, message: password.normalize('NFKC'), nonce });
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await tagOf(password, salt, cost);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encoded(salt)}$${encoded(tag)}`;
}

const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/;

/** Takes as long for a hash of nobody (`null`) as for a wrong password. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(hash ?? '') ?? [];
  if (memory === undefined) {
    await tagOf(password, randomBytes(saltBytes), cost);
    return false;
  }
  const expected = Buffer.from(tag, 'base64');
  const how = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const given = await tagOf(password, Buffer.from(salt, 'base64'), { ...how, tagLength: expected.length });
  return timingSafeEqual(given, expected);
}
