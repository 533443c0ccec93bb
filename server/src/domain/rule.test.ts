import { describe, expect, it } from 'vitest';
import { defaultRuleSettings } from './rule-parameters.ts';
import { ruleFor } from './rule.ts';

describe('ruleFor', () => {
  it('keeps hours and days what they are, whatever the length of a slot', () => {
    expect(ruleFor(600)).toMatchObject({ slotsPerDay: 144, hourSlots: 6, surgeSlots: 15, minSecondsCovered: 60 });
    expect(ruleFor(1200)).toMatchObject({ slotsPerDay: 72, hourSlots: 3, surgeSlots: 8, minSecondsCovered: 120 });
    expect(ruleFor(1200).forgetRunAfterSeconds).toBe(ruleFor(600).forgetRunAfterSeconds);
    expect((1 - ruleFor(600).forgetting) ** 2).toBeCloseTo(1 - ruleFor(1200).forgetting, 12);
    expect((1 - ruleFor(600).forgetting) ** (28 * 144)).toBeCloseTo(0.5, 12);
  });

  it('makes a chance per day the score that opens an anomaly', () => {
    expect(ruleFor(600, { ...defaultRuleSettings, silenceChancePerDay: 1e-5 }).silenceScore).toBeCloseTo(5, 12);
  });

  it('has the version of its settings alone: the same for every length of a slot', () => {
    const stricter = { ...defaultRuleSettings, volumeChancePerDay: 1e-5 };
    expect(ruleFor(600, stricter).version).toBe(ruleFor(1200, stricter).version);
    expect(ruleFor(600, stricter).version).not.toBe(ruleFor(600).version);
  });
});
