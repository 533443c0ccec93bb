/** Weekly backups: a habit of a few subscribers, at the same hour of the same weekday for as long as they are customers. */
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';
import { createIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { weeklyBackup } from './incident-kinds.ts';

const daySeconds = 86_400;
/** The size differs by this part from week to week, up or down. */
const sizeSpread = 0.2;

/** Gives the backups that begin on a day (days since 1970-01-01). `perDay` is the expected number for the whole network. */
export function createBackupHabits(seed: number, subscribers: number, perDay: number): (day: number) => Incident[] {
  const share = Math.min(1, (perDay * 7) / subscribers);
  const byWeekday: number[][] = [[], [], [], [], [], [], []];
  for (let subscriber = 0; subscriber < subscribers; subscriber++) {
    const draws = createDraws(seed, purposes.backup, 0, subscriber);
    if (draws.unit() < share) byWeekday[draws.integer(0, 6)]!.push(subscriber);
  }

  function backup(subscriber: number, day: number): Incident {
    const [usual] = weeklyBackup.draw(createDraws(seed, purposes.backup, 1, subscriber), day * daySeconds, 1);
    const size = createDraws(seed, purposes.backup, 2 + day, subscriber).between(1 - sizeSpread, 1 + sizeSpread);
    return createIncident(subscriber, weeklyBackup, [{ ...usual!, upFactor: 1 + (usual!.upFactor - 1) * size }]);
  }

  return (day) => byWeekday[day % 7]!.map((subscriber) => backup(subscriber, day));
}
