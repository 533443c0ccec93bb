/**
 * Sets a rule's episodes against the truth. An episode is true when it was detected between the onset of one of its
 * subscriber's attacks and an hour after the end; several on one attack find it once, and none of them is false.
 */
import type { DecidedEpisode, Episode } from './evaluated-rule.ts';
import type { KnownIncident } from './known-incident.ts';
import { dayOfSlotEnd, measuredUntil, type MeasuredTime } from './measured-time.ts';

const graceSeconds = 3600;

export interface Matching<One extends Episode = DecidedEpisode> {
  /** Detected in the measured time. */
  readonly trueEpisodes: readonly One[];
  readonly falseEpisodes: readonly One[];
  /** How many of the false ones fell to a look-alike. */
  readonly onLookAlikes: number;
  /** Detected in the quiet days: not counted. */
  readonly quietEpisodes: number;
  /** Of every incident that lies in the measured time, when an episode first fell to it; null when none did. */
  readonly firstDetection: ReadonlyMap<KnownIncident, number | null>;
}

export function matchEpisodes<One extends Episode>(
  episodes: readonly One[],
  incidents: readonly KnownIncident[],
  time: MeasuredTime,
): Matching<One> {
  const bySubscriber = Map.groupBy(incidents, ({ subscriber }) => subscriber);
  const firstDetection = new Map<KnownIncident, number | null>();
  for (const incident of incidents) if (isMeasured(incident, time)) firstDetection.set(incident, null);
  const trueEpisodes: One[] = [];
  const falseEpisodes: One[] = [];
  let quietEpisodes = 0;
  let onLookAlikes = 0;
  for (const episode of episodes) {
    if (dayOfSlotEnd(time, episode.detectedAt) < 0) {
      quietEpisodes++;
      continue;
    }
    const near = (bySubscriber.get(episode.subscriber) ?? []).filter((incident) => covers(incident, episode));
    const attacks = near.filter(({ benign }) => !benign);
    (attacks.length > 0 ? trueEpisodes : falseEpisodes).push(episode);
    if (attacks.length === 0 && near.length > 0) onLookAlikes++;
    // A look-alike has fired only where no attack explains the episode.
    for (const incident of attacks.length > 0 ? attacks : near) {
      const first = firstDetection.get(incident);
      if (first !== undefined) firstDetection.set(incident, Math.min(first ?? Infinity, episode.detectedAt));
    }
  }
  return { trueEpisodes, falseEpisodes, onLookAlikes, quietEpisodes, firstDetection };
}

function covers({ onset, end }: KnownIncident, { detectedAt }: Episode): boolean {
  return detectedAt >= onset && detectedAt <= end + graceSeconds;
}

/** One that is cut off at either end of the measured time explains episodes, but does not count: there was no fair chance to find it. */
function isMeasured({ onset, end }: KnownIncident, time: MeasuredTime): boolean {
  return onset >= time.from && end + graceSeconds <= measuredUntil(time);
}
