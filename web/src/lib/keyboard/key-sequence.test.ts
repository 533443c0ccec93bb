import { describe, expect, it } from 'vitest';
import { KeySequence } from './key-sequence.ts';

const known = ['g a', 'g o', 'a', '?'];

describe('keys in a row', () => {
  it('make a shortcut of two', () => {
    const sequence = new KeySequence();
    expect([sequence.press('g', 0, known), sequence.press('a', 400, known)]).toEqual([null, 'g a']);
  });

  it('make one of one when no first key waits', () => {
    expect(new KeySequence().press('a', 0, known)).toBe('a');
  });

  it('are forgotten after a while, so that a late second key means what it means alone', () => {
    const sequence = new KeySequence();
    sequence.press('g', 0, known);
    expect(sequence.press('a', 5_000, known)).toBe('a');
  });

  it('do nothing when the second does not fit: a mistyped jump must not acknowledge anything', () => {
    const sequence = new KeySequence();
    sequence.press('g', 0, known);
    expect(sequence.press('?', 100, known)).toBeNull();
    expect(sequence.press('a', 200, known)).toBe('a');
  });
});
