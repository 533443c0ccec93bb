/** The built-in rule, but for how long the network is learned: what tests of a day or two can judge by. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultRuleSettings, type RuleSettings } from '../src/domain/rule-parameters.ts';

const changes = { networkLearningDays: 1 } as const;

export const quickRule: RuleSettings = { ...defaultRuleSettings, ...changes };

/** Easily alarmed: where a test needs anomalies to compare. */
export const easilyAlarmedRule: RuleSettings = { ...quickRule, volumeChancePerDay: 0.3, returnHours: 0 };

/** With these a day of attacks opens and closes anomalies enough to compare. */
export const alarmedWithinHours: Partial<RuleSettings> = {
  volumeChancePerDay: 0.3,
  uploadShareChancePerDay: 0.3,
  uploadSurgeMinutes: 30,
  closeMinutes: 30,
};

/** Writes it as a rule file, with more changes if given, and gives the file's path. */
export async function writeQuickRule(folder: string, more: Partial<RuleSettings> = {}): Promise<string> {
  const path = join(folder, 'quick-rule.json');
  await writeFile(path, JSON.stringify({ ...changes, ...more }));
  return path;
}
