/** Makes this process forget a subscriber: what was learned of him, what waits of him, and who he was. */
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import type { IngestEdge } from '../ingest/ingest-edge.ts';
import type { Pipeline } from '../pipeline.ts';
import type { IgnoredSubscribers } from './ignored-subscribers.ts';

export interface ForgettingParts {
  readonly edge: Pick<IngestEdge, 'forget' | 'nameOf'>;
  readonly pipeline: Pick<Pipeline, 'forget'>;
  readonly suppressions: Pick<SuppressionIndex, 'forget'>;
  readonly ignored: IgnoredSubscribers;
}

export interface Forgetting {
  /** Takes nothing of him from now on. */
  ignore(number: string): Promise<void>;
  /** `names` are all that he stands under. Resolves when history has all that there was of him, to be erased there. */
  forget(names: readonly string[]): Promise<void>;
}

export function createForgetting({ edge, pipeline, suppressions, ignored }: ForgettingParts): Forgetting {
  return {
    ignore: (number) => ignored.add(edge.nameOf(number)),
    async forget(names) {
      for (const name of names) {
        edge.forget(name);
        suppressions.forget(name);
        await pipeline.forget(name);
      }
    },
  };
}
