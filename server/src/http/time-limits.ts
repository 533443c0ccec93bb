/** How long an answer may take: one that is made as a whole, and one that goes on for as long as there are rows. */
import type { ServerResponse } from 'node:http';
import { readingWithin } from '../history/reading-time.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { RequestProblem } from './problem.ts';

export interface TimeLimits {
  /** Of a query, a mutation, or a page. */
  readonly answerMs: number;
  /** Of all rows of a list, an export, or what people do with accounts. */
  readonly exportMs: number;
}

export const defaultTimeLimits: TimeLimits = { answerMs: 5000, exportMs: 600_000 };
const retryAfterSeconds = 5;

/** Throws a problem of status 503 when it takes longer; what it reads of history is called off. */
export async function answerWithin(limitMs: number, answer: () => Promise<void>): Promise<void> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), limitMs);
  try {
    await unlessAborted(readingWithin({ signal: over.signal, limitMs }, answer), over.signal);
  } finally {
    clearTimeout(timer);
  }
  if (!over.signal.aborted) return;
  const detail = `The answer took longer than ${limitMs / 1000} s; ask for less, or again later`;
  throw new RequestProblem(503, detail, { code: 'TIMED_OUT' }, { 'Retry-After': retryAfterSeconds });
}

/** Cuts the connection when it takes longer: an answer that lacks its end is never taken for a complete one. */
export async function exportWithin(
  limitMs: number,
  response: ServerResponse,
  answer: () => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const timer = setTimeout(() => {
    over.abort();
    response.destroy();
  }, limitMs);
  response.once('close', () => clearTimeout(timer));
  await readingWithin({ signal: over.signal, limitMs }, answer);
}
