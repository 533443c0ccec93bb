/** The episodes of a rule at the threshold at which it has as many false ones as another: what is found can then be compared. */
import type { Episode } from './evaluated-rule.ts';
import type { FlagLog } from './flag-log.ts';
import type { KnownIncident } from './known-incident.ts';
import { matchEpisodes } from './match-episodes.ts';
import type { MeasuredTime } from './measured-time.ts';

export interface Calibration {
  readonly subscribers: number;
  readonly time: MeasuredTime;
  readonly incidents: readonly KnownIncident[];
  /** Of the measured time, at most. */
  readonly falseEpisodes: number;
  /** The threshold of the log, and one that nothing exceeds. */
  readonly lowest: number;
  readonly highest: number;
}

/** Fine enough: two rules never have the very same number of false episodes. */
const steps = 30;

/** Chosen with the truth in view, which flatters the rule. */
export function episodesAtEqualFalseAlarms(flags: FlagLog, calibration: Calibration): Episode[] {
  const { subscribers, time, incidents, falseEpisodes } = calibration;
  let { lowest, highest } = calibration;
  let within: Episode[] = [];
  for (let step = 0; step < steps; step++) {
    const threshold = step === 0 ? lowest : (lowest + highest) / 2;
    const episodes = flags.episodesAbove(threshold, subscribers);
    const fits = matchEpisodes(episodes, incidents, time).falseEpisodes.length <= falseEpisodes;
    if (fits) [highest, within] = [threshold, episodes];
    else lowest = threshold;
    if (lowest >= highest) break;
  }
  return within;
}
