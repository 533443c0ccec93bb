import { describe, expect, it, vi } from 'vitest';
import { KeptAnswers, KeyReused } from './kept-answers.ts';

let nowMs = 0;
const create = (bounds = {}): KeptAnswers =>
  new KeptAnswers({ mostAnswers: 3, mostCharacters: 10, keptMs: 1000, now: () => nowMs, ...bounds });
const never = (): Promise<string> => Promise.reject(new Error('was made again'));

describe('an answer that is kept', () => {
  it('is made once, also for those who ask while it is made', async () => {
    const answers = create();
    const making = Promise.withResolvers<string>();
    const first = answers.once('a', 'body', () => making.promise);
    const second = answers.once('a', 'body', never);
    making.resolve('yes');
    expect([await first, await second, await answers.once('a', 'body', never)]).toEqual([
      { text: 'yes', again: false },
      { text: 'yes', again: true },
      { text: 'yes', again: true },
    ]);
  });

  it('is not for another body', async () => {
    const answers = create();
    await answers.once('a', 'body', async () => 'yes');
    await expect(answers.once('a', 'other', never)).rejects.toThrow(KeyReused);
  });

  it('is not kept when it could not be made', async () => {
    const answers = create();
    await expect(answers.once('a', 'body', never)).rejects.toThrow('was made again');
    expect(await answers.once('a', 'other', async () => 'yes')).toEqual({ text: 'yes', again: false });
  });

  it('is forgotten after its time, and when there are too many, or too long ones, after it', async () => {
    const answers = create();
    const made = vi.fn<() => Promise<string>>(async () => 'abc');
    const ask = (id: string): Promise<unknown> => answers.once(id, 'body', made);
    for (const id of ['a', 'b', 'c', 'c', 'b', 'a']) await ask(id);
    expect(made).toHaveBeenCalledTimes(3);
    await ask('d');
    await ask('a');
    expect(made).toHaveBeenCalledTimes(5);
    await answers.once('long', 'body', async () => '0123456789');
    await ask('d');
    expect(made).toHaveBeenCalledTimes(6);
    nowMs += 1000;
    await ask('d');
    expect(made).toHaveBeenCalledTimes(7);
  });
});
