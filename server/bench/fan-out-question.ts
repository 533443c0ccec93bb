/** What the clients of the fan-out measurement ask, and an event for it. */
import { anomalyEvent } from '../src/live/feed-contract.ts';
import type { AnomalyEvent } from '../src/domain/anomaly.ts';

/** What the dashboard asks of each event. */
export const question = `subscription {
  anomalyEvents {
    cursor
    ... on AnomalyEvent {
      type
      anomaly {
        id subscriber { number } device { name } kind hint alerted severity status openedAt detectedAt closedAt
        upBitsPerSecond downBitsPerSecond
        expectedUp { lowBitsPerSecond usualBitsPerSecond highBitsPerSecond }
        expectedDown { lowBitsPerSecond usualBitsPerSecond highBitsPerSecond }
        score peakScore oneInDays slots excessBytes reason
      }
    }
  }
}`;

/** One to a slot, so that the places only grow. */
export const eventNumber = (n: number): AnomalyEvent => anomalyEvent(10 * n);
