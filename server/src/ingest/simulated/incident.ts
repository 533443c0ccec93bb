/** An incident: what happened to one subscriber, as the truth file tells it. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { nominalName } from './incident-kinds.ts';
import type { IncidentKind } from './incident-kinds.ts';
import type { Phase } from './phase.ts';

export interface Incident {
  /** Position in the population. */
  readonly subscriber: number;
  readonly kind: string;
  /** Strength that was aimed at ("x10"); empty where a kind has none. */
  readonly nominal: string;
  readonly benign: boolean;
  /** Start of the first phase and end of the last: Infinity for what lasts. */
  readonly onset: EpochSeconds;
  readonly end: EpochSeconds;
  /** The largest multiple of the usual rate, each way. */
  readonly upFactor: number;
  readonly downFactor: number;
  readonly phases: readonly Phase[];
}

/** Throws when there are no phases: such an incident would have no time. */
export function createIncident(
  subscriber: number,
  kind: Pick<IncidentKind, 'name' | 'benign'>,
  phases: readonly Phase[],
  nominal = 1,
): Incident {
  const [first, last] = [phases[0], phases.at(-1)];
  if (!first || !last) throw new Error(`an incident of kind ${kind.name} was drawn without phases`);
  return {
    subscriber,
    kind: kind.name,
    nominal: nominalName(nominal),
    benign: kind.benign,
    onset: first.from,
    end: last.to,
    upFactor: Math.max(...phases.map((phase) => phase.upFactor)),
    downFactor: Math.max(...phases.map((phase) => phase.downFactor)),
    phases,
  };
}
