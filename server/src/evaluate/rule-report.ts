/** Everything that is measured of one rule in one world. */
import { averagePrecision } from './average-precision.ts';
import type { DecidedEpisode } from './evaluated-rule.ts';
import { attackRows, lookAlikeRows, type IncidentRow } from './incident-rows.ts';
import { matchEpisodes } from './match-episodes.ts';
import { poissonInterval, type Interval } from './poisson-interval.ts';
import type { RuleRun } from './rule-run.ts';
import type { WorldRun } from './world-run.ts';

export interface RuleReport {
  readonly rule: string;
  /** Opened in the measured time; true ones and false ones. */
  readonly episodes: number;
  readonly trueEpisodes: number;
  readonly falseEpisodes: number;
  /** Of the false ones. */
  readonly onLookAlikes: number;
  readonly quietEpisodes: number;
  readonly kinds: readonly EpisodesOfKind[];
  readonly falsePerThousandDay: Interval & { readonly rate: number };
  /** Over subscriber-days; null when none was attacked. */
  readonly averagePrecision: number | null;
  readonly alerts: { readonly count: number; readonly trueOnes: number; readonly precision: number | null };
  readonly attacks: readonly IncidentRow[];
  readonly lookAlikes: readonly IncidentRow[];
}

/** As the rule calls its episodes. */
export interface EpisodesOfKind {
  readonly kind: string;
  readonly trueEpisodes: number;
  readonly falseEpisodes: number;
}

/** `attacked` is what `attackedDays` gives of the run. */
export function reportOf(run: WorldRun, rule: RuleRun, attacked: Uint8Array): RuleReport {
  const matching = matchEpisodes(rule.episodes, run.incidents, run.time);
  const { trueEpisodes, falseEpisodes, onLookAlikes, quietEpisodes } = matching;
  const precision = averagePrecision(rule.dayScores, attacked);
  const exposure = (run.subscribers * run.time.days) / 1000;
  const { low, high } = poissonInterval(falseEpisodes.length);
  return {
    rule: rule.name,
    episodes: trueEpisodes.length + falseEpisodes.length,
    trueEpisodes: trueEpisodes.length,
    falseEpisodes: falseEpisodes.length,
    onLookAlikes,
    quietEpisodes,
    kinds: kindsOf(trueEpisodes, falseEpisodes),
    falsePerThousandDay: { rate: falseEpisodes.length / exposure, low: low / exposure, high: high / exposure },
    averagePrecision: Number.isNaN(precision) ? null : precision,
    alerts: alertsOf(trueEpisodes, falseEpisodes),
    attacks: attackRows(matching),
    lookAlikes: lookAlikeRows(matching),
  };
}

type Episodes = readonly DecidedEpisode[];

function alertsOf(trueEpisodes: Episodes, falseEpisodes: Episodes): RuleReport['alerts'] {
  const trueOnes = trueEpisodes.filter(({ alerted }) => alerted).length;
  const count = trueOnes + falseEpisodes.filter(({ alerted }) => alerted).length;
  return { count, trueOnes, precision: count === 0 ? null : trueOnes / count };
}

function kindsOf(trueEpisodes: Episodes, falseEpisodes: Episodes): EpisodesOfKind[] {
  const kinds = [...new Set([...trueEpisodes, ...falseEpisodes].map(({ kind }) => kind))].sort();
  const countIn = (episodes: Episodes, kind: string) => episodes.filter((episode) => episode.kind === kind).length;
  return kinds.map((kind) => ({
    kind,
    trueEpisodes: countIn(trueEpisodes, kind),
    falseEpisodes: countIn(falseEpisodes, kind),
  }));
}
