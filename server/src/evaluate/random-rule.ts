/** Chance: as many episodes as another rule, on subscribers and slots drawn evenly, and an even score for each subscriber and day. */
import { addWord, finishHash, unitOf } from '../ingest/simulated/hash.ts';
import type { Episode } from './evaluated-rule.ts';
import { secondsPerDay, type MeasuredTime } from './measured-time.ts';

export interface Chance {
  readonly episodes: readonly Episode[];
  /** As in `DayScores`. */
  readonly dayScores: Float32Array;
}

export function chanceOf(
  seed: number,
  episodes: number,
  subscribers: number,
  time: MeasuredTime,
  slotSeconds: number,
): Chance {
  const unit = draws(seed);
  const slots = (time.days * secondsPerDay) / slotSeconds;
  return {
    episodes: Array.from({ length: episodes }, () => ({
      subscriber: Math.floor(unit() * subscribers),
      kind: 'chance',
      detectedAt: time.from + (1 + Math.floor(unit() * slots)) * slotSeconds,
      score: unit(),
      alerted: null,
    })),
    dayScores: Float32Array.from({ length: subscribers * time.days }, unit),
  };
}

/** "chance" in ASCII: the world draws from the same seed with words below 100, and must not be met again here. */
const ownWords = [0x6368616e, 0x6365];

function draws(seed: number): () => number {
  const state = ownWords.reduce((words, word) => addWord(words, word), seed);
  let position = 0;
  return () => unitOf(finishHash(addWord(state, position++), 12));
}
