/** The rule that keeps published figures honest. */
import { describe, expect, it } from 'vitest';
import { evaluationSeeds, tuningSeeds } from './seeds.ts';

describe('seeds', () => {
  it('are never both for tuning and for evaluation, and each is there once', () => {
    const all = [...tuningSeeds, ...evaluationSeeds];
    expect(new Set(all).size).toBe(all.length);
    expect(tuningSeeds.filter((seed) => evaluationSeeds.includes(seed))).toEqual([]);
  });

  it('are ones that a world takes', () => {
    const wrong = [...tuningSeeds, ...evaluationSeeds].filter((seed) => !Number.isInteger(seed) || seed < 0);
    expect(wrong).toEqual([]);
  });
});
