/**
 * Who makes the commits when several processes could: the one whose token is the highest that history has seen. Every statement by
 * which commits change history holds this as a condition, which the server looks at when it executes the statement: a process that
 * slept, and does not know that another has taken over, changes nothing more.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from './engine.ts';

export interface Fence {
  /** Grows from one owner to the next. */
  readonly token: number;
  /** A name for people. */
  readonly owner: string;
}

/** Another owner came with this token, or a higher one. */
export class FenceTaken extends Error {
  readonly newest: number;

  constructor(token: number, newest: number) {
    super(`History has seen the token ${newest}, and ${token} is not above it`);
    this.name = 'FenceTaken';
    this.newest = newest;
  }
}

export const mayWriteWith = ({ token }: Fence): string => `(SELECT max(token) FROM fences) = ${token}`;

const pollMs = 100;
const longestWaitMs = 30_000;

/** Shuts out every owner before, and waits for what one has on the server still. Throws `FenceTaken`. */
export async function takeOver(engine: Engine, { token, owner }: Fence): Promise<void> {
  await engine.command(
    `INSERT INTO fences (token, owner) SELECT ${token}, '${owner.replaceAll(/[^\w.-]/g, '_')}' WHERE (SELECT max(token) FROM fences) < ${token}`,
  );
  const [newest] = await engine.select<{ token: number; owner: string }>(
    'SELECT token, owner FROM fences ORDER BY token DESC LIMIT 1',
  );
  if (newest?.token !== token || newest.owner !== owner) throw new FenceTaken(token, newest?.token ?? 0);
  for (let waitedMs = 0; waitedMs < longestWaitMs && (await isSomebodyWriting(engine)); waitedMs += pollMs) {
    await wait(pollMs);
  }
}

/** A statement that began before the fence may end after it. */
async function isSomebodyWriting(engine: Engine): Promise<boolean> {
  const [found] = await engine.select<{ statements: number }>(`SELECT count() AS statements FROM system.processes
WHERE startsWith(Settings['log_comment'], '(SELECT max(token) FROM fences)') AND Settings['log_comment'] != '${engine.mayWrite}'`);
  return (found?.statements ?? 0) > 0;
}
