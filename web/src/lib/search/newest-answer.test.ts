import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newestAnswer } from './newest-answer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose answers come when the test says. */
function slowServer() {
  const waiting = new Map<string, (answer: string) => void>();
  const shown: string[] = [];
  const search = newestAnswer(
    (text) => new Promise<string>((resolve) => waiting.set(text, resolve)),
    (answer) => shown.push(answer),
    80,
  );
  const answer = async (text: string) => {
    waiting.get(text)?.(`found ${text}`);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { search, asked: () => [...waiting.keys()], shown, answer };
}

describe('the answer to what was typed', () => {
  it('is asked for once the typing pauses, not for every letter', async () => {
    const { search, asked } = slowServer();
    for (const text of ['4', '41', '411']) search.ask(text);
    await vi.advanceTimersByTimeAsync(80);
    expect(asked()).toEqual(['411']);
  });

  it('is never an older one that comes late', async () => {
    const { search, shown, answer } = slowServer();
    search.ask('41');
    await vi.advanceTimersByTimeAsync(80);
    search.ask('75');
    await vi.advanceTimersByTimeAsync(80);
    await answer('75');
    await answer('41');
    expect(shown).toEqual(['found 75']);
  });

  it('does not come after a cancel', async () => {
    const { search, shown, answer } = slowServer();
    search.ask('41');
    await vi.advanceTimersByTimeAsync(80);
    search.cancel();
    await answer('41');
    expect(shown).toEqual([]);
  });
});
