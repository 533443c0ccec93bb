/** What `--json` writes and the tables are made of. */
import { attackedDays } from './attacked-days.ts';
import type { EvaluateOptions } from './evaluate-options.ts';
import type { WorldName } from './evaluated-world.ts';
import { reportOf, type RuleReport } from './rule-report.ts';
import type { WorldRun } from './world-run.ts';

export interface WorldReport {
  readonly world: WorldName;
  /** Of all seeds together. */
  readonly subscribers: number;
  readonly records: number;
  readonly subscriberDays: number;
  readonly attackedSubscriberDays: number;
  /** What average precision is by chance. */
  readonly baseRate: number;
  readonly rules: readonly RuleReport[];
}

export interface EvaluationReport {
  readonly options: Omit<EvaluateOptions, 'worlds' | 'json' | 'rule'> & { readonly ruleVersion: string };
  readonly definitions: readonly string[];
  readonly worlds: readonly WorldReport[];
}

export function worldReport(world: WorldName, run: WorldRun): WorldReport {
  const attacked = attackedDays(run.incidents, run.subscribers, run.time);
  const attackedSubscriberDays = attacked.reduce((sum, one) => sum + one, 0);
  return {
    world,
    subscribers: run.subscribers,
    records: run.rows,
    subscriberDays: attacked.length,
    attackedSubscriberDays,
    baseRate: attackedSubscriberDays / attacked.length,
    rules: run.rules.map((rule) => reportOf(run, rule, attacked)),
  };
}
