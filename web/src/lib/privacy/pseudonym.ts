/** Names to tell subscribers apart by while their numbers are hidden: the same for the same number as long as the salt is. */

/** Letters and digits in turn, without those that are mistaken for each other: 24 × 8 × 24 × 8 × 24 names. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '23456789';
const alphabets = [letters, digits, letters, digits, letters] as const;

/** 32 bits of a text; each bit of the text changes about half of them (FNV-1a, then the finisher of MurmurHash3). */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** "K7M4P". It hides a number from who looks at the screen; it is no encryption. */
export function pseudonymOf(number: string, salt: string): string {
  let rest = hash32(`${salt} ${number}`);
  return alphabets
    .map((alphabet) => {
      const place = rest % alphabet.length;
      rest = Math.floor(rest / alphabet.length);
      return alphabet[place];
    })
    .join('');
}

/** Gives each number a name of its own: two that would share one get different ones. */
export class Pseudonyms {
  readonly #salt: string;
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(salt: string) {
    this.#salt = salt;
  }

  of(number: string): string {
    const known = this.#names.get(number);
    if (known !== undefined) return known;
    let name = pseudonymOf(number, this.#salt);
    for (let again = 1; this.#taken.has(name); again++) name = pseudonymOf(number, `${this.#salt}${again}`);
    this.#names.set(number, name);
    this.#taken.add(name);
    return name;
  }
}
