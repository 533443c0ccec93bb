import { describe, expect, it } from 'vitest';
import { defaultRuleSettings, ruleParameterList, type RuleSettings } from './rule-parameters.ts';
import { parseRule } from './rule-text.ts';
import { ruleVersion } from './rule-version.ts';

const versionOf = (text: string): string => ruleVersion(parseRule(text).settings!);

describe('the version of a rule', () => {
  it('is 12 hexadecimal digits', () => {
    expect(ruleVersion(defaultRuleSettings)).toMatch(/^[0-9a-f]{12}$/);
  });

  it('is the same whether defaults are spelled out or not, in whatever order', () => {
    const backwards = Object.fromEntries(Object.entries(defaultRuleSettings).reverse()) as unknown as RuleSettings;
    expect(versionOf('{}')).toBe(ruleVersion(defaultRuleSettings));
    expect(versionOf(JSON.stringify(backwards))).toBe(versionOf('{}'));
    expect(ruleVersion(backwards)).toBe(versionOf('{}'));
  });

  it('is the same for numbers that are written differently', () => {
    const [name, { highest }] = ruleParameterList[0]!;
    expect(versionOf(`{"${name}": ${highest}.0}`)).toBe(versionOf(`{"${name}":${highest / 10}e1}`));
  });

  it('differs with every parameter', () => {
    const versions = ruleParameterList.flatMap(([name, { lowest, highest }]) =>
      [lowest, highest].map((value) => ruleVersion({ ...defaultRuleSettings, [name]: value })),
    );
    expect(new Set(versions).size).toBe(2 * ruleParameterList.length);
  });
});
