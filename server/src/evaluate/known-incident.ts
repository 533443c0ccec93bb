/** An incident of the simulated truth, as the evaluation needs it. */
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { TrueIncident } from '../ingest/simulated/truth.ts';

export interface KnownIncident {
  /** Index in the directory. */
  readonly subscriber: number;
  readonly kind: string;
  /** The strength it was drawn with, 'x3'; '' when its kind has only one. */
  readonly nominal: string;
  /** The multiple of the usual rate: the nominal one, or the largest that there was. */
  readonly factor: number;
  readonly benign: boolean;
  readonly onset: EpochSeconds;
  readonly end: EpochSeconds;
}

/** A look-alike is followed for two days at most: a faster contract lasts for good, and is what is usual from then on. */
const longestLookAlikeSeconds = 2 * 86_400;

export function knownIncident(incident: TrueIncident, directory: SubscriberDirectory): KnownIncident {
  const { kind, benign, onset, strength, nominal } = incident;
  const named = /^x(\d+(?:\.\d+)?)$/.exec(nominal);
  const factor = named === null ? Math.max(strength.up, strength.down) : Number(named[1]);
  const end = benign ? Math.min(incident.end, onset + longestLookAlikeSeconds) : incident.end;
  return { subscriber: directory.indexOf(incident.subscriber), kind, nominal, factor, benign, onset, end };
}
