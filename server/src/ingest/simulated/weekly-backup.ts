/** Weekly backups: a habit of a few subscribers, at the same hour of the same weekday for as long as they are customers. */
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { weeklyBackup } from './incident-kinds.ts';

const daySeconds = 86_400;

/** Gives the backups that begin on a day (days since 1970-01-01). `perDay` is the expected number for the whole network. */
export function createBackupHabits(seed: number, subscribers: number, perDay: number): (day: number) => Incident[] {
  const share = Math.min(1, (perDay * 7) / subscribers);
  const byWeekday: number[][] = [[], [], [], [], [], [], []];
  for (let subscriber = 0; subscriber < subscribers; subscriber++) {
    const draws = createDraws(seed, purposes.backup, 0, subscriber);
    if (draws.unit() < share) byWeekday[draws.integer(0, 6)]!.push(subscriber);
  }
  return (day) =>
    byWeekday[day % 7]!.map((subscriber) =>
      createIncident(
        subscriber,
        weeklyBackup,
        weeklyBackup.draw(createDraws(seed, purposes.backup, 1, subscriber), day * daySeconds),
      ),
    );
}
