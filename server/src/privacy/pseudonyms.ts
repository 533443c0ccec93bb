/**
 * Pseudonyms of subscribers: HMAC-SHA-256 of the number under a key that no database has, cut to 96 bits, and after it the
 * number itself, enciphered (AES-256-CTR) with the HMAC as nonce: the construction of SIV. So the same number always has the
 * same pseudonym and two numbers never share one; without the key none can be made, undone or guessed at; and with it a
 * pseudonym is undone from itself, without a table that leads back.
 */
import { createCipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';

export interface Pseudonyms {
  /** Under the first key. 34 characters for a number of up to 11 bytes, 16 more for every 12 bytes beyond. */
  of(number: string): string;
  /** Under each key, the first one first: what a subscriber is known by in history from before the keys were changed. */
  allOf(number: string): string[];
  /** Null for what was not made with one of the keys, and for the pseudonym of a number of more than 167 bytes. */
  numberOf(pseudonym: string): string | null;
}

/** So that it begins no formula in a spreadsheet, whatever follows. */
export const pseudonymPrefix = 'p_';
const macBytes = 12;
const nonceBytes = 16;
/** Numbers are filled up to multiples of this, so that most pseudonyms have one length. */
const blockBytes = 12;
/** A pseudonym fits where a number fits: 255 bytes. Longer numbers get the HMAC alone. */
const longestNumberBytes = 167;
/** Where the number ends and the filling begins; no UTF-8 has this byte. */
const endMark = 0xff;

/** Of one that can be undone with its key: whole blocks, in base64. */
export const looksLikePseudonym = (name: string): boolean =>
  new RegExp(`^${pseudonymPrefix}(?:[\\w-]{16}){2,}$`).test(name);

/** `keys` are texts of at least 32 characters; the first one makes pseudonyms, the others undo those of before. */
export function createPseudonyms(keys: readonly string[]): Pseudonyms {
  const [first, ...others] = keys.map(pseudonymsUnder);
  if (first === undefined) throw new RangeError('No key for pseudonyms is given, expected one at least');
  const all = [first, ...others];
  return {
    of: (number) => first.of(number),
    allOf: (number) => all.map((one) => one.of(number)),
    numberOf(pseudonym) {
      for (const one of all) {
        const number = one.numberOf(pseudonym);
        if (number !== null) return number;
      }
      return null;
    },
  };
}

function pseudonymsUnder(key: string): Omit<Pseudonyms, 'allOf'> {
  const keys = Buffer.from(hkdfSync('sha256', key, '', 'tidewatch pseudonyms of subscribers', 64));
  const macKey = createSecretKey(keys.subarray(0, 32));
  const cipherKey = createSecretKey(keys.subarray(32));
  const enciphered = (tag: Uint8Array, bytes: Uint8Array): Buffer => {
    const cipher = createCipheriv('aes-256-ctr', cipherKey, Buffer.concat([tag], nonceBytes));
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  };

  function of(number: string): string {
    const bytes = Buffer.from(number);
    const mac = createHmac('sha256', macKey).update(bytes).digest();
    if (bytes.length > longestNumberBytes) return pseudonymPrefix + mac.toString('base64url');
    const tag = mac.subarray(0, macBytes);
    return pseudonymPrefix + Buffer.concat([tag, enciphered(tag, filled(bytes))]).toString('base64url');
  }

  function numberOf(pseudonym: string): string | null {
    const sealed = Buffer.from(pseudonym.slice(pseudonymPrefix.length), 'base64url');
    if (sealed.length < macBytes + blockBytes || sealed.length % blockBytes !== 0) return null;
    // In this mode deciphering is enciphering again.
    const bytes = enciphered(sealed.subarray(0, macBytes), sealed.subarray(macBytes));
    const number = bytes.subarray(0, Math.max(0, bytes.indexOf(endMark))).toString();
    // Made again, so that not a bit of it can have been changed.
    return of(number) === pseudonym ? number : null;
  }

  return { of, numberOf };
}

function filled(number: Buffer): Buffer {
  const length = Math.ceil((number.length + 1) / blockBytes) * blockBytes;
  return Buffer.concat([number, Buffer.of(endMark)], length);
}
