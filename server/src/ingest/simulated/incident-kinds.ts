/** The kinds of incident: how hacked subscribers behave, and what looks like it but must not raise an alarm. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { Draws } from './draws.ts';
import type { Phase } from './phase.ts';

const minute = 60;
const hour = 3600;
const day = 86_400;

/** No incident ends later than this after the start of the day it was drawn for. */
export const longestIncidentSeconds = 5 * day;

export interface IncidentKind {
  readonly name: string;
  /** True for what a subscriber does himself. */
  readonly benign: boolean;
  /** The phases of one incident that begins on the day, in time order. */
  draw(draws: Draws, dayStart: EpochSeconds): Phase[];
}

function phase(from: EpochSeconds, seconds: number, upFactor: number, downFactor: number, reconnects: boolean): Phase {
  const start = Math.round(from);
  return { from: start, to: start + Math.round(seconds), upFactor, downFactor, ramp: false, reconnects };
}

/** Everything multiplied alike: a proxy or a botnet's relay; the direction mix stays as it was. */
const takeover: IncidentKind = {
  name: 'takeover',
  benign: false,
  draw(draws, dayStart) {
    const factor = draws.factorBetween(3, 10);
    return [phase(dayStart + draws.between(0, day), draws.between(3 * hour, 24 * hour), factor, factor, true)];
  },
};

/** Upload overtakes download: spam or exfiltration. */
const uploadHeavy: IncidentKind = {
  name: 'upload-heavy',
  benign: false,
  draw(draws, dayStart) {
    const start = dayStart + draws.between(0, day);
    return [phase(start, draws.between(3 * hour, 24 * hour), draws.factorBetween(5, 20), 1, true)];
  },
};

/** A source of denial-of-service floods: short violent uploads, again and again over a day or two. */
const bursts: IncidentKind = {
  name: 'bursts',
  benign: false,
  draw(draws, dayStart) {
    const factor = draws.between(15, 25);
    const phases: Phase[] = [];
    let start = dayStart + draws.between(0, day);
    for (let left = draws.integer(4, 10); left > 0; left--) {
      const seconds = draws.between(10 * minute, 30 * minute);
      phases.push(phase(start, seconds, factor, 2, true));
      start += seconds + draws.between(hour, 6 * hour);
    }
    return phases;
  },
};

/** A slow rise over a day and a half, then half a day on the plateau: made to be learnt as normal. */
const slowCreep: IncidentKind = {
  name: 'slow-creep',
  benign: false,
  draw(draws, dayStart) {
    const factor = draws.factorBetween(4, 10);
    const rise = phase(dayStart + draws.between(0, day), 36 * hour, factor, factor, false);
    return [{ ...rise, ramp: true }, phase(rise.to, 12 * hour, factor, factor, true)];
  },
};

/** Upload only while the household sleeps, several nights in a row. */
const nightUpload: IncidentKind = {
  name: 'night-upload',
  benign: false,
  draw(draws, dayStart) {
    const factor = draws.factorBetween(5, 20);
    const start = dayStart + day + draws.between(0, hour);
    const seconds = draws.between(4 * hour, 5.5 * hour);
    return Array.from({ length: draws.integer(2, 4) }, (_, night) =>
      phase(start + night * day, seconds, factor, 1, true),
    );
  },
};

/** Both directions for some minutes inside one slot, between two restarts of the router, as the hotline asks for. */
const speedTest: IncidentKind = {
  name: 'speed-test',
  benign: true,
  draw(draws, dayStart) {
    const slotStart = dayStart + draws.integer(7 * 6, 23 * 6 - 1) * 10 * minute;
    const factor = draws.factorBetween(5, 20);
    return [phase(slotStart + 30, draws.between(5 * minute, 8 * minute), factor, factor, true)];
  },
};

/** A large download on one evening. */
const eveningDownload: IncidentKind = {
  name: 'evening-download',
  benign: true,
  draw(draws, dayStart) {
    const start = dayStart + draws.between(18.5 * hour, 21 * hour);
    return [phase(start, draws.between(2 * hour, 4 * hour), 1.2, draws.factorBetween(3, 8), false)];
  },
};

/** A backup to somewhere outside; at the same hour of every week (see `weekly-backup.ts`), so it is not drawn by day. */
export const weeklyBackup: IncidentKind = {
  name: 'weekly-backup',
  benign: true,
  draw(draws, dayStart) {
    const start = dayStart + draws.between(0, 20 * hour);
    return [phase(start, draws.between(hour, 3 * hour), draws.factorBetween(4, 10), 1, false)];
  },
};

export const attackKinds: readonly IncidentKind[] = [takeover, uploadHeavy, bursts, slowCreep, nightUpload];
export const drawnLookAlikeKinds: readonly IncidentKind[] = [speedTest, eveningDownload];
