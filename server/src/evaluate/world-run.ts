/** Runs every rule over one simulated world, all of them over the very same observations. */
import type { Rule } from '../domain/rule.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { subscriberTableOf } from '../ingest/simulated/world-subscribers.ts';
import { truthOf } from '../ingest/simulated/truth.ts';
import { markAlerts } from './alert-budget.ts';
import { createEvaluatedWorld, type EvaluatedWorldOptions, type WorldName } from './evaluated-world.ts';
import type { Episode } from './evaluated-rule.ts';
import { ExpandingZ } from './expanding-z.ts';
import { knownIncident } from './known-incident.ts';
import { secondsPerDay } from './measured-time.ts';
import { RuleRecorder } from './rule-recorder.ts';
import type { RuleRun } from './rule-run.ts';
import { chanceOfAsMany, zAtEqualFalseAlarms, type Ground } from './rules-by-outcome.ts';
import { StreamedSeedRule } from './streamed-seed-rule.ts';
import { TidewatchRule } from './tidewatch-rule.ts';
import { streamWorld } from './world-stream.ts';

export interface WorldTask {
  readonly world: WorldName;
  readonly seed: number;
  readonly options: EvaluatedWorldOptions;
  /** Measured days, after the quiet ones. */
  readonly days: number;
  /** Of rules without a budget of their own, a day and million subscribers. */
  readonly alertsPerMillion: number;
  /** Tidewatch's numbers; for slots of the world's length. */
  readonly rule: Rule;
}

export interface WorldRun extends Ground {
  readonly rules: readonly RuleRun[];
  readonly rows: number;
}

type Run = RuleRun<Episode>;

/** `onDay` hears of every day that is over, the quiet ones included. */
export function runWorld(task: WorldTask, onDay: (day: number) => void): WorldRun {
  const { quietDays } = task.options;
  const days = quietDays + task.days;
  const directory = new SubscriberIndex();
  const world = createEvaluatedWorld(task.world, task.seed, task.options, directory);
  const { startedAt, slotSeconds } = world.options;
  const time = { from: startedAt + quietDays * secondsPerDay, days: task.days };
  const expandingZ = new ExpandingZ(slotSeconds, directory.size);
  const recorders = [
    new TidewatchRule(task.rule, slotSeconds, directory, subscriberTableOf(world).cohorts),
    new StreamedSeedRule(slotSeconds, directory.size),
    expandingZ,
  ].map((rule) => new RuleRecorder(rule, directory.size, time));
  const rows = streamWorld(world, days, directory, {
    onRecords: (slotStart, records) => recorders.forEach(({ rule }) => rule.takeRecords?.(slotStart, records)),
    onSlot: (slotStart, seen) => recorders.forEach((recorder) => recorder.observe(slotStart, slotSeconds, seen)),
    onDay,
  });
  const incidents = truthOf(world, days).incidents.map((incident) => knownIncident(incident, directory));
  const ground = { subscribers: task.options.subscribers, time, incidents };
  const [tidewatch, seedRule, z] = recorders.map(({ run }) => run) as [Run, Run, Run];
  const asManyFalse = zAtEqualFalseAlarms(tidewatch, z, expandingZ.flags, ground);
  const chance = chanceOfAsMany(tidewatch, task.seed, slotSeconds, ground);
  const alertsPerDay = Math.max(1, Math.round((task.alertsPerMillion * ground.subscribers) / 1e6));
  return {
    ...ground,
    rules: [tidewatch, seedRule, z, asManyFalse, chance].map((run) => ({
      ...run,
      episodes: markAlerts(run.episodes, time, alertsPerDay),
    })),
    rows,
  };
}
