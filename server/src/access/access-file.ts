/**
 * Accounts and keys as their file has them now. It is read again when it changed, looked at once a second, so that what one
 * process or a person at the machine changes holds for all processes within two seconds.
 */
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { accessStateSchema, noAccess, type AccessState } from './access-state.ts';

export interface AccessStore {
  current(): Promise<AccessState>;
  /** One change after another; `change` throws what refuses it. Gives the state after it. */
  change(change: (state: AccessState) => AccessState): Promise<AccessState>;
}

export interface AccessFileOptions {
  readonly path: string;
  /** Milliseconds. */
  readonly now: () => number;
  /** Told once for each state of the file that can't be used: what was known before stays true. */
  readonly onFault: (fault: Error) => void;
}

const lookEveryMs = 1000;
/** A lock that is older was left by a process that died. */
const staleLockMs = 10_000;
const lockAttempts = 200;
const lockWaitMs = 25;

/** In memory alone, for who keeps none. */
export function accessInMemory(first: AccessState = noAccess): AccessStore {
  let state = first;
  return {
    current: () => Promise.resolve(state),
    // Async, so that a refusal is a rejection.
    change: async (change) => (state = change(state)),
  };
}

export class AccessFile implements AccessStore {
  readonly #options: AccessFileOptions;
  #state: AccessState = noAccess;
  #seen = '';
  #lookedAtMs = -Infinity;
  #look: Promise<void> = Promise.resolve();
  #changing: Promise<unknown> = Promise.resolve();

  constructor(options: AccessFileOptions) {
    this.#options = options;
  }

  /** Reads it for the first time. Rejects when it is there and can't be used. */
  async open(): Promise<AccessState> {
    this.#state = await this.#read();
    this.#seen = await this.#mark();
    return this.#state;
  }

  async current(): Promise<AccessState> {
    const nowMs = this.#options.now();
    if (nowMs - this.#lookedAtMs >= lookEveryMs) {
      this.#lookedAtMs = nowMs;
      this.#look = this.#readChanged();
    }
    await this.#look;
    return this.#state;
  }

  change(change: (state: AccessState) => AccessState): Promise<AccessState> {
    const changed = this.#changing.then(() => this.#locked(async () => this.#write(change(await this.#read()))));
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  /** Never rejects. */
  async #readChanged(): Promise<void> {
    const mark = await this.#mark();
    if (mark === this.#seen) return;
    this.#seen = mark;
    try {
      this.#state = await this.#read();
    } catch (error) {
      this.#options.onFault(error as Error);
    }
  }

  async #mark(): Promise<string> {
    const found = await stat(this.#options.path, { bigint: true }).catch(() => null);
    return found === null ? '' : `${found.ino} ${found.size} ${found.mtimeNs}`;
  }

  async #read(): Promise<AccessState> {
    let text: string;
    try {
      text = await readFile(this.#options.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return noAccess;
      throw error;
    }
    const read = v.safeParse(accessStateSchema, JSON.parse(text));
    if (read.success) return read.output;
    throw new Error(`${v.getDotPath(read.issues[0]) ?? 'it'} is not as it is written here`);
  }

  /** Beside it and renamed, so that nobody ever reads half of it. */
  async #write(state: AccessState): Promise<AccessState> {
    const { path } = this.#options;
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(state, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.#state = state;
    this.#seen = await this.#mark();
    return state;
  }

  /** Other processes keep away meanwhile. */
  async #locked<Result>(work: () => Promise<Result>): Promise<Result> {
    const lock = `${this.#options.path}.lock`;
    await mkdir(dirname(lock), { recursive: true });
    for (let attempt = 0; ; attempt++) {
      try {
        await (await open(lock, 'wx', 0o600)).close();
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt >= lockAttempts) throw error;
        const found = await stat(lock).catch(() => null);
        if (found !== null && Date.now() - found.mtimeMs > staleLockMs) await rm(lock, { force: true });
        else await new Promise((resolve) => setTimeout(resolve, lockWaitMs));
      }
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }
}
