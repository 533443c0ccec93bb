/** Which episodes somebody would be called for: those that the rule marked, or the day's highest scores within the budget. */
import type { DecidedEpisode, Episode } from './evaluated-rule.ts';
import { dayOfSlotEnd, type MeasuredTime } from './measured-time.ts';

/** Decides `alerted` where the rule did not. Looks at a whole day at once, which flatters a rule without a budget of its own. */
export function markAlerts(episodes: readonly Episode[], time: MeasuredTime, alertsPerDay: number): DecidedEpisode[] {
  const left = new Array<number>(time.days).fill(alertsPerDay);
  const alerts = new Set<Episode>();
  for (const episode of [...episodes].sort(byScore)) {
    const day = dayOfSlotEnd(time, episode.detectedAt);
    if (day < 0 || left[day]! === 0) continue;
    left[day]!--;
    alerts.add(episode);
  }
  return episodes.map((episode) => ({ ...episode, alerted: episode.alerted ?? alerts.has(episode) }));
}

/** Equal scores in an order that does not depend on how the rule goes through its subscribers. */
function byScore(a: Episode, b: Episode): number {
  return b.score - a.score || a.detectedAt - b.detectedAt || a.subscriber - b.subscriber;
}
