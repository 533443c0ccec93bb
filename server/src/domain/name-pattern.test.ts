import { describe, expect, it } from 'vitest';
import { patternOfNames } from './name-pattern.ts';

const isIn = (name: string, text: string): boolean => new RegExp(patternOfNames([name])!, 'u').test(text);

describe('the pattern of names', () => {
  it.each(['4114', '4114, again', 'as 4114 last week', '(4114)', 'like/4114'])('finds 4114 in %j', (text) => {
    expect(isIn('4114', text)).toBe(true);
  });

  it.each(['x4114', '41140', 'ü4114', '4114_b', '4115'])('finds no 4114 in %j', (text) => {
    expect(isIn('4114', text)).toBe(false);
  });

  it('takes every character of a name as itself', () => {
    const name = 'a.b*(c)-/[d]|$^+?{e}\\';
    expect([isIn(name, `of ${name}!`), isIn(name, 'of aXb(c)-/[d]|$^+?{e}\\!')]).toEqual([true, false]);
  });

  it('is none for names that are too short to be told from other numbers', () => {
    expect(patternOfNames(['7', '750'])).toBeNull();
    expect(patternOfNames(['7', '7560'])).toBe(patternOfNames(['7560']));
  });
});
