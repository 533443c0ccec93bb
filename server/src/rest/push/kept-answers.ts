/** Answers kept under the client's Idempotency-Key: a body that is sent again gets the same one, and is not read again. */

export interface KeptAnswersOptions {
  readonly mostAnswers: number;
  readonly mostCharacters: number;
  readonly keptMs: number;
  /** Milliseconds. */
  readonly now: () => number;
}

interface Kept {
  readonly fingerprint: string;
  readonly answer: Promise<string>;
  readonly untilMs: number;
  characters: number;
}

/** The key was given with another body before. */
export class KeyReused extends Error {}

export class KeptAnswers {
  readonly #options: KeptAnswersOptions;
  /** The oldest first. */
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  constructor(options: KeptAnswersOptions) {
    this.#options = options;
  }

  /**
   * The answer kept under `id`, also one that is still being made; otherwise makes it, and keeps it unless that fails.
   * Throws `KeyReused` when the fingerprint is another one.
   */
  async once(id: string, fingerprint: string, make: () => Promise<string>): Promise<{ text: string; again: boolean }> {
    const { keptMs, now } = this.#options;
    const known = this.#kept.get(id);
    if (known !== undefined && known.untilMs > now()) {
      if (known.fingerprint !== fingerprint) throw new KeyReused();
      return { text: await known.answer, again: true };
    }
    this.#forget(id);
    const kept: Kept = { fingerprint, answer: make(), untilMs: now() + keptMs, characters: 0 };
    this.#kept.set(id, kept);
    try {
      const text = await kept.answer;
      this.#count(id, kept, text.length);
      return { text, again: false };
    } catch (error) {
      if (this.#kept.get(id) === kept) this.#forget(id);
      throw error;
    }
  }

  /** From now on the answer takes room; the oldest give way to it. */
  #count(id: string, kept: Kept, characters: number): void {
    if (this.#kept.get(id) !== kept) return;
    kept.characters = characters;
    this.#characters += characters;
    const { mostAnswers, mostCharacters } = this.#options;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostAnswers && this.#characters <= mostCharacters) return;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    this.#characters -= this.#kept.get(id)?.characters ?? 0;
    this.#kept.delete(id);
  }
}
