/** How much each of many may spend: so much a second on average. The last token is enough for anything, which has to be saved for afterwards. */

export interface TokenBucketOptions {
  readonly perSecond: number;
  /** What who was idle may spend at once. */
  readonly burst: number;
  /** Milliseconds. */
  readonly now: () => number;
  /** Whoever has everything is forgotten first, then who was there the longest; 10,000 when not given. */
  readonly mostAccounts?: number;
}

interface Account {
  tokens: number;
  atMs: number;
}

export class TokenBucket {
  readonly #options: TokenBucketOptions;
  readonly #accounts = new Map<string, Account>();

  constructor(options: TokenBucketOptions) {
    this.#options = options;
  }

  /** Whole seconds to wait until it may be spent again; 0 when it may now. */
  waitSeconds(key: string): number {
    const { tokens } = this.#account(key);
    return tokens > 0 ? 0 : Math.floor(-tokens / this.#options.perSecond) + 1;
  }

  /** Tokens that may be spent at once now; less than nothing while it has to be saved. */
  left(key: string): number {
    return this.#account(key).tokens;
  }

  spend(key: string, tokens: number): void {
    this.#account(key).tokens -= tokens;
  }

  #account(key: string): Account {
    const { perSecond, burst, now } = this.#options;
    const nowMs = now();
    let account = this.#accounts.get(key);
    if (account === undefined) {
      this.#makeRoom(nowMs);
      account = { tokens: burst, atMs: nowMs };
      this.#accounts.set(key, account);
    }
    account.tokens = Math.min(burst, account.tokens + ((nowMs - account.atMs) / 1000) * perSecond);
    account.atMs = nowMs;
    return account;
  }

  #makeRoom(nowMs: number): void {
    const { perSecond, burst, mostAccounts = 10_000 } = this.#options;
    if (this.#accounts.size < mostAccounts) return;
    for (const [key, { tokens, atMs }] of this.#accounts)
      if (tokens + ((nowMs - atMs) / 1000) * perSecond >= burst) this.#accounts.delete(key);
    for (const key of this.#accounts.keys()) {
      if (this.#accounts.size < mostAccounts) return;
      this.#accounts.delete(key);
    }
  }
}
