/** A short hash of a text, the same on every machine: for identities, not against forgery. */

const basis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** FNV-1a of 64 bits over the UTF-8 of the text. */
export function textHash(text: string): bigint {
  let hash = basis;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash;
}
