import { describe, expect, it } from 'vitest';
import { defaultRuleSettings, ruleParameterList, ruleParameters } from './rule-parameters.ts';
import { parseRule } from './rule-text.ts';

const [firstName] = ruleParameterList[0]!;
const [name, parameter] = ruleParameterList.find(([, { whole }]) => whole === undefined)!;
const wholeName = ruleParameterList.find(([, { whole }]) => whole)![0];

function faultsOf(rule: unknown): readonly string[] | null {
  return parseRule(typeof rule === 'string' ? rule : JSON.stringify(rule)).faults;
}

describe('the table of parameters', () => {
  it.each(ruleParameterList)('has a default for %s that is within its bounds', (own, { default: value, notAbove }) => {
    expect(faultsOf({ [own]: value })).toBeNull();
    expect(notAbove === undefined || notAbove in ruleParameters).toBe(true);
  });
});

describe('parseRule', () => {
  it('gives what is left out its default', () => {
    expect(parseRule('{}').settings).toEqual(defaultRuleSettings);
    expect(parseRule(JSON.stringify({ [name]: parameter.highest })).settings).toEqual({
      ...defaultRuleSettings,
      [name]: parameter.highest,
    });
  });

  it.each(ruleParameterList)('takes %s at its bounds, and refuses it beyond them', (own, { lowest, highest }) => {
    const beyondBounds = new RegExp(`^"${own}" is .*, expected a (whole )?number from ${lowest} to ${highest} \\(`);
    for (const bound of [lowest, highest]) {
      expect((faultsOf({ [own]: bound }) ?? []).filter((fault) => beyondBounds.test(fault))).toEqual([]);
    }
    expect(faultsOf({ [own]: lowest - 1 })).toEqual([expect.stringMatching(beyondBounds)]);
    expect(faultsOf({ [own]: highest + 1 })).toEqual([expect.stringMatching(beyondBounds)]);
  });

  it.each([
    ['text', '"3"'],
    ['null', 'null'],
    ['a list', '[3]'],
    ['an infinity', '1e999'],
  ])('refuses %s where a number is expected', (_, value) => {
    expect(faultsOf(`{"${name}": ${value}}`)).toEqual([expect.stringMatching(`^"${name}" is .*, expected a number`)]);
  });

  it('quotes an infinity as one', () => {
    expect(faultsOf(`{"${name}": 1e999}`)).toEqual([expect.stringMatching(`^"${name}" is Infinity, expected`)]);
  });

  it('refuses a fraction where a whole number is expected', () => {
    expect(faultsOf({ [wholeName]: 2.5 })).toEqual([
      expect.stringMatching(`^"${wholeName}" is 2.5, expected a whole number from`),
    ]);
  });

  it.each(['nothing', 'toString', '__proto__', name.toUpperCase()])('refuses a parameter %s', (unknown) => {
    expect(faultsOf(`{"${unknown}": 7}`)).toEqual([
      expect.stringMatching(`^"${unknown}" is 7, but there is no such parameter, expected one of ${firstName}, `),
    ]);
  });

  it('tells all faults at once', () => {
    expect(faultsOf({ [name]: 'x', wrong: 1, [wholeName]: -1 })).toHaveLength(3);
  });

  it('refuses a parameter above the one that bounds it', () => {
    const [own, { highest, notAbove }] = ruleParameterList.find(([, one]) => one.notAbove !== undefined)!;
    const bound = defaultRuleSettings[notAbove as typeof own];
    expect(faultsOf({ [own]: highest })).toEqual([
      `"${own}" is ${highest}, expected at most ${bound}, the value of "${notAbove}".`,
    ]);
  });

  it.each([
    ['', /^The rule is not JSON: .+\.$/],
    ['{', /^The rule is not JSON: .+\.$/],
    ['[]', /^The rule is \[\], expected a JSON object like \{".+": 1\}\.$/],
    ['3', /^The rule is 3, expected a JSON object/],
    ['null', /^The rule is null, expected a JSON object/],
    [`{${' '.repeat(10_000)}}`, /^The rule has 10002 characters, expected at most 10000\.$/],
  ])('refuses what is no object: %s', (text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(fault)]);
  });

  it('quotes little of what was given, and lists few of many faults', () => {
    const faults = faultsOf(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`p${n}`, 'x'.repeat(70)])))!;
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe('There are 80 more faults.');
    expect(faults[0]).toContain(`"p0" is "${'x'.repeat(59)}…, but`);
  });
});
