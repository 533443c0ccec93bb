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

export function knownIncident(
  incident: TrueIncident & { readonly nominal?: string },
  directory: SubscriberDirectory,
): KnownIncident {
  const { kind, benign, onset, end, strength, nominal = '' } = incident;
  const named = /^x(\d+(?:\.\d+)?)$/.exec(nominal);
  const factor = named === null ? Math.max(strength.up, strength.down) : Number(named[1]);
  return { subscriber: directory.indexOf(incident.subscriber), kind, nominal, factor, benign, onset, end };
}
