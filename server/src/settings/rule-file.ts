/** Reads a rule file that a command line names. */
import { readFile } from 'node:fs/promises';
import { defaultRuleSettings, type RuleSettings } from '../domain/rule-parameters.ts';
import { parseRule } from '../domain/rule-text.ts';

/** Reads the rule file at `path`; what is wrong with it is added to `faults`, and the built-in rule stands in for it. `expected` says what may be given. */
export async function ruleIn(path: string, faults: string[], expected = 'a rule file'): Promise<RuleSettings> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    faults.push(`--rule "${path}" can't be read: ${(error as Error).message}, expected ${expected}.`);
    return defaultRuleSettings;
  }
  const parsed = parseRule(text);
  if (parsed.faults === null) return parsed.settings;
  faults.push(...parsed.faults.map((fault) => `--rule "${path}": ${fault}`));
  return defaultRuleSettings;
}
