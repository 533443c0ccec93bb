import { describe, expect, it } from 'vitest';
import { defaultRuleSettings } from './rule-parameters.ts';
import { ruleFor } from './rule.ts';

describe('ruleFor', () => {
  it('keeps hours and days what they are, whatever the length of a slot', () => {
    expect(ruleFor(600)).toMatchObject({ minHistorySlots: 144, halfLifeSlots: 432, minSecondsCovered: 60 });
    expect(ruleFor(1200)).toMatchObject({ minHistorySlots: 72, halfLifeSlots: 216, minSecondsCovered: 120 });
    expect(ruleFor(1200).forgetRunAfterSeconds).toBe(ruleFor(600).forgetRunAfterSeconds);
  });

  it('has the version of its settings alone: the same for every length of a slot', () => {
    const stricter = { ...defaultRuleSettings, zOutside: 4 };
    expect(ruleFor(600, stricter).version).toBe(ruleFor(1200, stricter).version);
    expect(ruleFor(600, stricter).version).not.toBe(ruleFor(600).version);
  });
});
