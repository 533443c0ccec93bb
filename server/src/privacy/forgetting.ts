/** Makes everything that runs forget a subscriber: what was learned of him, what waits of him, and who he was. */
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import type { PersonHistory } from '../history/person-history.ts';
import type { IngestEdge } from '../ingest/ingest-edge.ts';
import type { RedisMirror } from '../mirror/redis-mirror.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ErasedSubscribers } from './erased-subscribers.ts';

export interface Forgetting {
  /**
   * `names` are all that he stands under. Notes in history that he was erased, and resolves with the number of processes that
   * have forgotten him, when history has all that there was of him, to be erased there. With `ignore` nothing of him is taken
   * from then on. Rejects with `NotForgotten`.
   */
  forget(names: readonly string[], ignore: boolean): Promise<number>;
}

/** Somebody still knows him, and may write of him: history is not to be erased yet. The message says who and why. */
export class NotForgotten extends Error {}

export interface DetectingParts {
  readonly pipeline: Pick<Pipeline, 'forget'>;
  readonly suppressions: Pick<SuppressionIndex, 'forget'>;
  /** Null when nothing is mirrored. */
  readonly mirror: Pick<RedisMirror, 'forget'> | null;
}

/** Of what detects. */
export async function forgetNames(names: readonly string[], parts: DetectingParts): Promise<void> {
  const { pipeline, suppressions, mirror } = parts;
  for (const name of names) suppressions.forget(name);
  await pipeline.forget(names);
  for (const name of names) await mirror?.forget(name);
}

export interface ForgettingParts extends DetectingParts {
  readonly history: Pick<PersonHistory, 'noteErasures'>;
  readonly erased: ErasedSubscribers;
  readonly edge: Pick<IngestEdge, 'forget'>;
}

/** Where one process does everything. */
export function createForgetting({ history, erased, edge, ...detecting }: ForgettingParts): Forgetting {
  return {
    async forget(names, ignore) {
      const noted = erased.erasuresOf(names, ignore, Date.now());
      await history.noteErasures(noted);
      erased.learn(noted);
      for (const name of names) edge.forget(name);
      await forgetNames(names, detecting);
      return 1;
    },
  };
}
