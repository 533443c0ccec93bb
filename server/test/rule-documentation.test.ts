import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ruleParameterList, type RuleParameter } from '../src/domain/rule-parameters.ts';

const heading = ['name', 'default', 'allowed', 'unit', 'meaning'];

function rowOf([name, parameter]: (typeof ruleParameterList)[number]): string[] {
  return [`\`${name}\``, `${parameter.default}`, allowed(parameter), parameter.unit, parameter.meaning];
}

function allowed({ lowest, highest, whole, notAbove }: RuleParameter): string {
  const bounds = `${lowest} to ${highest}${whole ? ', whole' : ''}`;
  return notAbove === undefined ? bounds : `${bounds}, at most \`${notAbove}\``;
}

it('the reference of the rule has every parameter, as the table of the code has it', () => {
  const text = readFileSync(new URL('../../docs/reference/rule.md', import.meta.url), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('| -'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual([heading, ...ruleParameterList.map(rowOf)]);
});
