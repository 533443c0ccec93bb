/** Runs every rule over one simulated world, all of them over the very same observations. */
import type { Rule } from '../domain/rule.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { truthOf } from '../ingest/simulated/truth.ts';
import { markAlerts } from './alert-budget.ts';
import { createEvaluatedWorld, type EvaluatedWorldOptions, type WorldName } from './evaluated-world.ts';
import type { DecidedEpisode } from './evaluated-rule.ts';
import { ExpandingZ } from './expanding-z.ts';
import { knownIncident, type KnownIncident } from './known-incident.ts';
import { dayOfSlotEnd, secondsPerDay, type MeasuredTime } from './measured-time.ts';
import { chanceOf } from './random-rule.ts';
import { RuleRecorder } from './rule-recorder.ts';
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

/** What one rule said of a world. */
export interface RuleRun {
  readonly name: string;
  readonly episodes: readonly DecidedEpisode[];
  /** As in `DayScores`. */
  readonly dayScores: Float32Array;
}

export interface WorldRun {
  readonly subscribers: number;
  readonly time: MeasuredTime;
  readonly incidents: readonly KnownIncident[];
  readonly rules: readonly RuleRun[];
  readonly rows: number;
}

/** `onDay` hears of every day that is over, the quiet ones included. */
export function runWorld(task: WorldTask, onDay: (day: number) => void): WorldRun {
  const { subscribers, quietDays } = task.options;
  const directory = new SubscriberIndex();
  const world = createEvaluatedWorld(task.world, task.seed, task.options, directory);
  const { startedAt, slotSeconds } = world.options;
  const time = { from: startedAt + quietDays * secondsPerDay, days: task.days };
  const recorders = [
    new TidewatchRule(task.rule, slotSeconds, directory),
    new StreamedSeedRule(slotSeconds, directory.size),
    new ExpandingZ(slotSeconds, directory.size),
  ].map((rule) => new RuleRecorder(rule, directory.size, time));
  const rows = streamWorld(world, quietDays + task.days, directory, {
    onRecords: (slotStart, records) => recorders.forEach(({ rule }) => rule.takeRecords?.(slotStart, records)),
    onSlot: (slotStart, seen) => recorders.forEach((recorder) => recorder.observe(slotStart, slotSeconds, seen)),
    onDay,
  });
  const runs = recorders.map(({ rule: { name }, episodes, dayScores }) => ({ name, episodes, dayScores }));
  const measured = runs[0]!.episodes.filter(({ detectedAt }) => dayOfSlotEnd(time, detectedAt) >= 0).length;
  const chance = chanceOf(task.seed, measured, subscribers, time, slotSeconds);
  const alertsPerDay = Math.max(1, Math.round((task.alertsPerMillion * subscribers) / 1e6));
  return {
    subscribers,
    time,
    incidents: truthOf(world, quietDays + task.days).incidents.map((incident) => knownIncident(incident, directory)),
    rules: [...runs, { name: 'chance', ...chance }].map((run) => ({
      ...run,
      episodes: markAlerts(run.episodes, time, alertsPerDay),
    })),
    rows,
  };
}
