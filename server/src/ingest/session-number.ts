/** The id of a session as a number, as `SessionBatch` holds it. */

/** Ids of up to 15 digits are themselves; others a 53-bit hash (two FNV-1a of different basis). */
export function sessionNumber(id: string): number {
  if (/^\d{1,15}$/.test(id)) return Number(id);
  let high = 0x811c9dc5;
  let low = 0x9dc5811c;
  for (const byte of Buffer.from(id)) {
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ byte, 0x01000193);
  }
  return (high & 0x1f_ffff) * 2 ** 32 + (low >>> 0);
}
