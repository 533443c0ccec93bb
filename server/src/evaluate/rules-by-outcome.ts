/**
 * Two rules that are made from what Tidewatch said, once it has: the plain z at the threshold at which it has as many
 * false episodes, and chance with as many episodes.
 */
import { episodesAtEqualFalseAlarms } from './equal-false-alarms.ts';
import type { Episode } from './evaluated-rule.ts';
import { leastLogged } from './expanding-z.ts';
import type { FlagLog } from './flag-log.ts';
import type { KnownIncident } from './known-incident.ts';
import { matchEpisodes } from './match-episodes.ts';
import type { MeasuredTime } from './measured-time.ts';
import { chanceOf } from './random-rule.ts';
import type { RuleRun } from './rule-run.ts';

export interface Ground {
  readonly subscribers: number;
  readonly time: MeasuredTime;
  readonly incidents: readonly KnownIncident[];
}

/** Three slots in a row ten thousand deviations above the mean: an attack at any threshold that is looked for. */
const highestZ = 10_000;

export function zAtEqualFalseAlarms(
  tidewatch: RuleRun<Episode>,
  z: RuleRun<Episode>,
  flags: FlagLog,
  ground: Ground,
): RuleRun<Episode> {
  const falseEpisodes = matchEpisodes(tidewatch.episodes, ground.incidents, ground.time).falseEpisodes.length;
  const range = { lowest: leastLogged, highest: highestZ };
  const episodes = episodesAtEqualFalseAlarms(flags, { ...ground, ...range, falseEpisodes });
  return { name: 'expanding z, as many false', episodes, dayScores: z.dayScores };
}

export function chanceOfAsMany(
  tidewatch: RuleRun<Episode>,
  seed: number,
  slotSeconds: number,
  { incidents, time, subscribers }: Ground,
): RuleRun<Episode> {
  const { trueEpisodes, falseEpisodes } = matchEpisodes(tidewatch.episodes, incidents, time);
  const episodes = trueEpisodes.length + falseEpisodes.length;
  return { name: 'chance', ...chanceOf(seed, episodes, subscribers, time, slotSeconds) };
}
