import { describe, expect, it } from 'vitest';
import { Guards } from './guards.ts';
import { defaultRule, ruleFor } from './rule.ts';
import { defaultRuleSettings } from './rule-parameters.ts';

const first = 2_900_000;

describe('Guards', () => {
  it('takes one missing slot for a lost file, and two for an absence', () => {
    const guards = new Guards(defaultRule);
    expect(guards.arrive(0, first)).toBe(false);
    expect(guards.arrive(0, first + 1)).toBe(false);
    expect(guards.arrive(0, first + 3)).toBe(false);
    expect(guards.hasJustReturned(0, first + 3)).toBe(false);
    expect(guards.arrive(0, first + 6)).toBe(true);
  });

  it('does not judge who is back until six hours are over, and who is new has not returned', () => {
    const guards = new Guards(defaultRule);
    guards.arrive(0, first);
    expect(guards.hasJustReturned(0, first)).toBe(false);
    guards.arrive(0, first + 10);
    const judged = [0, 1, 35, 36, 37].map((slots) => !guards.hasJustReturned(0, first + 10 + slots));
    expect(judged).toEqual([false, false, false, true, true]);
  });

  it('knows of a surge once it has gone on for 150 minutes', () => {
    const guards = new Guards(defaultRule);
    const surged = Array.from({ length: 20 }, () => {
      guards.followSurge(0, 3, false);
      return guards.hasSurged(0, false);
    });
    expect(surged.indexOf(true)).toBe(defaultRule.surgeSlots - 1);
    expect(defaultRule.surgeSlots).toBe(15);
    expect(guards.surgeSlotsOf(0)).toBe(20);
  });

  it('lets a surge lose a slot while it is weak, and two when nothing is left of it', () => {
    const guards = new Guards(defaultRule);
    const scores = [3, 3, 3, 1.5, 3, 1.5, 1.5, 1.5, 3, 3, 0.9];
    const slots = scores.map((score) => {
      guards.followSurge(0, score, false);
      return guards.surgeSlotsOf(0);
    });
    expect(slots).toEqual([1, 2, 3, 2, 3, 2, 1, 0, 1, 2, 0]);
    for (let slot = 0; slot < 15; slot++) guards.followSurge(0, 3, false);
    guards.followSurge(0, 0, false);
    expect(guards.surgeSlotsOf(0)).toBe(13);
  });

  it('lets pass what began at its usual hour, unless it is larger than usual and lasts twice as long, and not what began before', () => {
    const habitual = new Guards(defaultRule);
    for (let slot = 0; slot < 40; slot++) habitual.followSurge(0, 3, slot < 10);
    expect(habitual.hasSurged(0, false)).toBe(false);
    expect(habitual.hasSurged(0, true)).toBe(true);
    const brief = new Guards(defaultRule);
    for (let slot = 0; slot < 29; slot++) brief.followSurge(0, 3, true);
    expect(brief.hasSurged(0, true)).toBe(false);
    const other = new Guards(defaultRule);
    for (let slot = 0; slot < 40; slot++) other.followSurge(0, 3, slot >= 10);
    expect(other.hasSurged(0, false)).toBe(true);
  });

  it('begins a surge anew after an absence', () => {
    const guards = new Guards(defaultRule);
    guards.arrive(0, first);
    for (let slot = 0; slot < 40; slot++) guards.followSurge(0, 3, false);
    guards.arrive(0, first + 50);
    expect(guards.surgeSlotsOf(0)).toBe(0);
  });

  it('counts a surge no further than its column, and still knows of it', () => {
    const guards = new Guards(ruleFor(600, { ...defaultRuleSettings, uploadSurgeMinutes: 10_080 }));
    for (let slot = 0; slot < 300; slot++) guards.followSurge(0, 3, false);
    expect(guards.surgeSlotsOf(0)).toBe(255);
    expect(guards.hasSurged(0, false)).toBe(true);
  });

  it.each([
    [1, false],
    [2, false],
    [3, true],
    [143, true],
    [144, false],
  ])('takes a burst %d slots after another for a repeated one: %s', (apart, isRepeated) => {
    const guards = new Guards(defaultRule);
    expect(guards.isRepeatedBurst(0, first)).toBe(false);
    expect(guards.isRepeatedBurst(0, first + apart)).toBe(isRepeated);
  });
});
