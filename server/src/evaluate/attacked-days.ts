/** Which subscriber-days were attacked: those that overlap an attack by half an hour or more. */
import type { KnownIncident } from './known-incident.ts';
import { secondsPerDay, type MeasuredTime } from './measured-time.ts';

const leastOverlapSeconds = 1800;

/** 1 where attacked; laid out as `DayScores`. */
export function attackedDays(incidents: readonly KnownIncident[], subscribers: number, time: MeasuredTime): Uint8Array {
  const attacked = new Uint8Array(subscribers * time.days);
  for (const { subscriber, benign, onset, end } of incidents) {
    if (benign) continue;
    for (let day = 0; day < time.days; day++) {
      const from = time.from + day * secondsPerDay;
      const overlap = Math.min(end, from + secondsPerDay) - Math.max(onset, from);
      if (overlap >= leastOverlapSeconds) attacked[subscriber * time.days + day] = 1;
    }
  }
  return attacked;
}
