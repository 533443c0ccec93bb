/** Turns a short text (a node id, a keyset cursor) into an opaque token that only this installation can make or read. */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';

/** `purpose` separates uses: a token sealed for one purpose does not open for another. */
export interface Sealer {
  /** The same text always gives the same token, so ids and cursors are stable across restarts. */
  seal(purpose: string, text: string): string;
  /** Null for everything that `seal` did not make for this purpose with this secret. */
  open(purpose: string, token: string): string | null;
}

const ivBytes = 16;

/**
 * Deterministic authenticated encryption in the manner of SIV: the IV is a MAC of the plain text, so equal texts
 * give equal tokens, and opening checks the MAC again. Subscriber numbers never show in an id or a cursor.
 */
export function createSealer(secret: Uint8Array): Sealer {
  if (secret.byteLength < 16) {
    throw new Error(`The secret for ids and cursors has ${secret.byteLength} bytes; at least 16 are needed`);
  }
  const keys = Buffer.from(hkdfSync('sha256', secret, '', 'tidewatch ids and cursors', 64));
  // As key objects: bytes would be made into one again for every token, which takes longer than sealing it.
  const macKey = createSecretKey(keys.subarray(0, 32));
  const cipherKey = createSecretKey(keys.subarray(32));

  const macOf = (purpose: string, text: string | Buffer): Buffer =>
    createHmac('sha256', macKey).update(purpose).update('\0').update(text).digest().subarray(0, ivBytes);

  return {
    seal(purpose, text) {
      const iv = macOf(purpose, text);
      const cipher = createCipheriv('aes-256-ctr', cipherKey, iv);
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64url');
    },
    open(purpose, token) {
      const sealed = Buffer.from(token, 'base64url');
      // Buffer.from skips what is not base64url, so another spelling of a good token has to be refused here.
      if (sealed.length < ivBytes || sealed.toString('base64url') !== token) return null;
      const iv = sealed.subarray(0, ivBytes);
      const decipher = createDecipheriv('aes-256-ctr', cipherKey, iv);
      const text = Buffer.concat([decipher.update(sealed.subarray(ivBytes)), decipher.final()]);
      return timingSafeEqual(iv, macOf(purpose, text)) ? text.toString('utf8') : null;
    },
  };
}
