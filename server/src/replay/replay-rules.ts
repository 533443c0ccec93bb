/** The rules of a replay: names, or rule files. */
import { defaultRuleSettings, type RuleSettings } from '../domain/rule-parameters.ts';
import { ruleIn } from '../settings/rule-file.ts';

export interface ReplayRule {
  /** As it was given: a name, or the path of a rule file. */
  readonly name: string;
  /** `seed` is the rule of the system before. */
  readonly settings: RuleSettings | 'seed';
}

/** What `--rule` takes. */
export const expectedRule = 'tidewatch, seed or a rule file';

const mostRules = 2;

/** One rule to find anomalies by, or two to compare; the built-in one when none is given. What is wrong is added to `faults`. */
export async function replayRulesIn(given: readonly string[], faults: string[]): Promise<ReplayRule[]> {
  if (given.length > mostRules) {
    faults.push(`--rule is given ${given.length} times, expected once, or twice to compare two rules.`);
    return [];
  }
  const names = given.length === 0 ? ['tidewatch'] : given;
  return Promise.all(names.map(async (name) => ({ name, settings: await settingsOf(name, faults) })));
}

async function settingsOf(name: string, faults: string[]): Promise<ReplayRule['settings']> {
  if (name === 'seed') return 'seed';
  return name === 'tidewatch' ? defaultRuleSettings : ruleIn(name, faults, expectedRule);
}
