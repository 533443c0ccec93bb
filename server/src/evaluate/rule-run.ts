/** What one rule said of a world. */
import type { DecidedEpisode, Episode } from './evaluated-rule.ts';

export interface RuleRun<One extends Episode = DecidedEpisode> {
  readonly name: string;
  readonly episodes: readonly One[];
  /** As in `DayScores`. */
  readonly dayScores: Float32Array;
}
