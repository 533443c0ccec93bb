/** Shortcuts of one key or of two in a row ("g a"): finds what the keys pressed so far mean. */

/** After this the first key of two is forgotten. */
const patienceMs = 1_500;

export class KeySequence {
  #first: string | null = null;
  #at = 0;

  /** The shortcut that is complete with this key; null when there is none, or when a second key has to follow. */
  press(key: string, at: number, known: Iterable<string>): string | null {
    const keys = [...known];
    const first = at - this.#at <= patienceMs ? this.#first : null;
    this.#first = null;
    const both = first === null ? null : `${first} ${key}`;
    if (both !== null && keys.includes(both)) return both;
    if (keys.some((each) => each.startsWith(`${key} `))) {
      this.#first = key;
      this.#at = at;
      return null;
    }
    return first === null && keys.includes(key) ? key : null;
  }
}
