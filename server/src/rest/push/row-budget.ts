/** How many rows each key may push: so many a second on average. A token bucket that may be overdrawn by one body. */

export interface RowBudgetOptions {
  readonly rowsPerSecond: number;
  /** What a key that was idle may push at once. */
  readonly burstRows: number;
  /** Milliseconds. */
  readonly now: () => number;
}

interface Account {
  rows: number;
  atMs: number;
}

export class RowBudget {
  readonly #options: RowBudgetOptions;
  /** By name of the key: as many as the file of keys has had. */
  readonly #accounts = new Map<string, Account>();

  constructor(options: RowBudgetOptions) {
    this.#options = options;
  }

  /** Whole seconds to wait until the key may push again; 0 when it may now. */
  waitSeconds(key: string): number {
    const { rows } = this.#account(key);
    return rows > 0 ? 0 : Math.floor(-rows / this.#options.rowsPerSecond) + 1;
  }

  spend(key: string, rows: number): void {
    this.#account(key).rows -= rows;
  }

  #account(key: string): Account {
    const { rowsPerSecond, burstRows, now } = this.#options;
    const nowMs = now();
    const account = this.#accounts.get(key) ?? { rows: burstRows, atMs: nowMs };
    account.rows = Math.min(burstRows, account.rows + ((nowMs - account.atMs) / 1000) * rowsPerSecond);
    account.atMs = nowMs;
    this.#accounts.set(key, account);
    return account;
  }
}
