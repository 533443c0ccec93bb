/** The version of a rule: two rule files that mean the same have the same one. */
import { ruleParameterList, type RuleSettings } from './rule-parameters.ts';
import { textHash } from './text-hash.ts';

/** 12 hexadecimal digits: a hash of every parameter and its value, in order of name, defaults included. */
export function ruleVersion(settings: RuleSettings): string {
  const lines = ruleParameterList.map(([name]) => `${name} ${JSON.stringify(settings[name])}`).sort();
  const hash = textHash(lines.join('\n'));
  return ((hash >> 48n) ^ BigInt.asUintN(48, hash)).toString(16).padStart(12, '0');
}
