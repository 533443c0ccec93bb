/** What really happened in a simulated world, to measure detection against. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { Incident } from './incident.ts';
import { longestIncidentSeconds } from './incident-kinds.ts';
import type { World, WorldOptions } from './world.ts';

/** Times are epoch seconds of the data's clock. */
export interface TrueIncident {
  readonly subscriber: string;
  /** Name of the subscriber's class, plan ("P3") and type of customer. */
  readonly class: string;
  readonly plan: string;
  readonly type: 'P' | 'J';
  readonly kind: string;
  /** Strength that was aimed at ("x10"); empty where a kind has none. */
  readonly nominal: string;
  readonly benign: boolean;
  readonly onset: EpochSeconds;
  /** Of what lasts for good, the end of the world. */
  readonly end: EpochSeconds;
  /** The largest multiple of the usual rate, each way. */
  readonly strength: { readonly up: number; readonly down: number };
  readonly phases: Incident['phases'];
}

export interface Truth {
  readonly parameters: Omit<WorldOptions, 'devices'> & { readonly days: number };
  readonly incidents: readonly TrueIncident[];
}

/** Every incident with traffic between the world's start and `days` later, by onset. */
export function truthOf(world: World, days: number): Truth {
  const { devices: _devices, ...parameters } = world.options;
  const { startedAt } = world.options;
  const endsAt = startedAt + days * 86_400;
  const incidents = world.incidents
    .between(startedAt - longestIncidentSeconds, endsAt)
    .filter((incident) => incident.end > startedAt)
    .map((incident) => ({
      subscriber: world.subscriberId(incident.subscriber),
      class: world.classOf(incident.subscriber),
      plan: world.planOf(incident.subscriber),
      type: world.typeOf(incident.subscriber),
      kind: incident.kind,
      nominal: incident.nominal,
      benign: incident.benign,
      onset: incident.onset,
      end: incident.end === Infinity ? endsAt : incident.end,
      strength: { up: incident.upFactor, down: incident.downFactor },
      phases: incident.phases.map((phase) => ({ ...phase, to: phase.to === Infinity ? endsAt : phase.to })),
    }));
  return { parameters: { ...parameters, days }, incidents };
}
