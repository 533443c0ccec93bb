/** A choice of the reader, remembered in this browser. What is stored is checked; storage may be forbidden. */
import { ReactiveValue } from './reactive-value.ts';

/** The part of `Storage` that remembering needs. */
export type PreferenceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Null where storage is forbidden or there is none: a choice then lasts as long as the page. */
function storageOfBrowser(): PreferenceStorage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export class Preference<T extends string> {
  readonly #key: string;
  readonly #read: (stored: string) => T | null;
  readonly #fallback: T;
  readonly #storage: PreferenceStorage | null;
  readonly #value: ReactiveValue<T>;

  /** `read` gives null for what is no valid choice; it then counts as not made: `fallback`. */
  constructor(
    name: string,
    read: (stored: string) => T | null,
    fallback: T,
    storage: PreferenceStorage | null = storageOfBrowser(),
  ) {
    this.#key = `tidewatch-${name}`;
    this.#read = read;
    this.#fallback = fallback;
    this.#storage = storage;
    this.#value = new ReactiveValue(this.#stored());
  }

  get current(): T {
    return this.#value.current;
  }

  set current(choice: T) {
    this.#value.current = choice;
    try {
      if (choice === this.#fallback) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, choice);
    } catch {
      // Full or forbidden: the choice then lasts as long as the page.
    }
  }

  /** Takes over what another tab stored. */
  reread(): void {
    this.#value.current = this.#stored();
  }

  #stored(): T {
    try {
      const stored = this.#storage?.getItem(this.#key) ?? null;
      return (stored === null ? null : this.#read(stored)) ?? this.#fallback;
    } catch {
      return this.#fallback;
    }
  }
}

/** Reads one of several words. */
export const oneOf =
  <T extends string>(...words: readonly T[]) =>
  (stored: string): T | null =>
    words.find((word) => word === stored) ?? null;
