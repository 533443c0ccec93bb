/** The kinds of incident: how hacked subscribers behave, and what looks like it but must not raise an alarm. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { Draws } from './draws.ts';
import type { Phase } from './phase.ts';

const minute = 60;
const hour = 3600;
const day = 86_400;

/** No drawn incident ends later than this after the start of the day it was drawn for. */
export const longestIncidentSeconds = 5 * day;

export interface IncidentKind {
  readonly name: string;
  /** True for what a subscriber does himself. */
  readonly benign: boolean;
  /** Strengths that the kind comes in, each as often as the other kinds' ("x10" for 10); none where that means nothing. */
  readonly nominalFactors: readonly number[];
  /** The phases of one incident that begins on the day, in time order. `nominal` is one of the factors, or 1. */
  draw(draws: Draws, dayStart: EpochSeconds, nominal: number): Phase[];
}

/** The strength as the truth names it. */
export function nominalName(nominal: number): string {
  return nominal === 1 ? '' : `x${nominal}`;
}

function phase(from: EpochSeconds, seconds: number, upFactor: number, downFactor: number, reconnects: boolean): Phase {
  const start = Math.round(from);
  return { from: start, to: start + Math.round(seconds), upFactor, downFactor, ramp: false, reconnects };
}

/** Nobody is hit with a round number. */
function nearly(draws: Draws, nominal: number): number {
  return nominal * draws.between(0.9, 1.1);
}

/** Everything multiplied alike: a proxy or a botnet's relay; the direction mix stays as it was. */
const takeover: IncidentKind = {
  name: 'takeover',
  benign: false,
  nominalFactors: [2, 3, 5, 10],
  draw(draws, dayStart, nominal) {
    const factor = nearly(draws, nominal);
    return [phase(dayStart + draws.between(0, day), draws.factorBetween(2 * hour, 24 * hour), factor, factor, true)];
  },
};

/** More upload and no more download: spam or exfiltration. */
const uploadHeavy: IncidentKind = {
  name: 'upload-heavy',
  benign: false,
  nominalFactors: [2, 10],
  draw(draws, dayStart, nominal) {
    const start = dayStart + draws.between(0, day);
    return [phase(start, draws.factorBetween(3 * hour, 24 * hour), nearly(draws, nominal), 1, true)];
  },
};

/** A source of denial-of-service floods: short violent uploads, again and again over a day or two. */
const bursts: IncidentKind = {
  name: 'bursts',
  benign: false,
  nominalFactors: [20],
  draw(draws, dayStart, nominal) {
    const upFactor = nominal * draws.between(0.8, 1.2);
    const downFactor = draws.between(1, 2);
    const phases: Phase[] = [];
    let start = dayStart + draws.between(0, day);
    for (let left = draws.integer(4, 10); left > 0; left--) {
      const seconds = draws.between(10 * minute, 30 * minute);
      phases.push(phase(start, seconds, upFactor, downFactor, true));
      start += seconds + draws.between(hour, 6 * hour);
    }
    return phases;
  },
};

/** A slow rise over a day and a half, then half a day on the plateau: made to be learnt as normal. */
const slowCreep: IncidentKind = {
  name: 'slow-creep',
  benign: false,
  nominalFactors: [10],
  draw(draws, dayStart, nominal) {
    const factor = nominal * draws.between(0.6, 1.2);
    const rise = phase(dayStart + draws.between(0, day), 36 * hour, factor, factor, false);
    return [{ ...rise, ramp: true }, phase(rise.to, 12 * hour, factor, factor, true)];
  },
};

/** Upload only while the household sleeps, several nights in a row. */
const nightUpload: IncidentKind = {
  name: 'night-upload',
  benign: false,
  nominalFactors: [],
  draw(draws, dayStart) {
    const factor = draws.factorBetween(5, 20);
    const start = dayStart + day + draws.between(0.5 * hour, 1.5 * hour);
    const seconds = draws.between(3.5 * hour, 4.5 * hour);
    return Array.from({ length: draws.integer(2, 4) }, (_, night) =>
      phase(start + night * day, seconds, factor, 1, true),
    );
  },
};

/** Hardly any traffic left while the session stays up: the router hangs, or was made to. */
const silence: IncidentKind = {
  name: 'silence',
  benign: false,
  nominalFactors: [],
  draw(draws, dayStart) {
    const factor = draws.between(0, 0.02);
    return [phase(dayStart + draws.between(0, day), draws.factorBetween(6 * hour, 48 * hour), factor, factor, false)];
  },
};

/** Both directions for some minutes inside one slot, between two restarts of the router, as the hotline asks for. */
const speedTest: IncidentKind = {
  name: 'speed-test',
  benign: true,
  nominalFactors: [],
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
  nominalFactors: [],
  draw(draws, dayStart) {
    const start = dayStart + draws.between(18.5 * hour, 21 * hour);
    const seconds = draws.between(2 * hour, 4 * hour);
    return [phase(start, seconds, draws.between(1.1, 1.3), draws.factorBetween(3, 8), false)];
  },
};

/** A backup to somewhere outside; at the same hour of every week (see `weekly-backup.ts`), so it is not drawn by day. */
export const weeklyBackup: IncidentKind = {
  name: 'weekly-backup',
  benign: true,
  nominalFactors: [],
  draw(draws, dayStart) {
    const start = dayStart + draws.between(0, 20 * hour);
    return [phase(start, draws.between(hour, 3 * hour), draws.factorBetween(4, 10), 1, false)];
  },
};

/** A faster contract, from the midnight it begins on and for good (see `plan-upgrade.ts`). */
export const planUpgrade: IncidentKind = {
  name: 'plan-upgrade',
  benign: true,
  nominalFactors: [],
  draw(draws, dayStart) {
    return [phase(dayStart, Infinity, draws.between(1.2, 2), draws.between(1.5, 3), false)];
  },
};

export const attackKinds: readonly IncidentKind[] = [takeover, uploadHeavy, bursts, slowCreep, nightUpload, silence];
export const drawnLookAlikeKinds: readonly IncidentKind[] = [speedTest, eveningDownload];

export interface IncidentVariant {
  readonly kind: IncidentKind;
  readonly nominal: number;
}

/** Every kind in every strength: each is drawn as often as any other, so that each is counted from enough of them. */
export function variantsOf(kinds: readonly IncidentKind[]): IncidentVariant[] {
  return kinds.flatMap((kind) =>
    (kind.nominalFactors.length === 0 ? [1] : kind.nominalFactors).map((nominal) => ({ kind, nominal })),
  );
}
