/** What really happened in a simulated world, to measure detection against. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { Incident } from './incident.ts';
import { longestIncidentSeconds } from './incident-kinds.ts';
import { subscriberClasses } from './subscriber-class.ts';
import type { World, WorldOptions } from './world.ts';

/** Times are epoch seconds of the data's clock. */
export interface TrueIncident {
  readonly subscriber: string;
  /** Name of the subscriber's class: company, steady, cyclic or noisy. */
  readonly class: string;
  readonly kind: string;
  readonly benign: boolean;
  readonly onset: EpochSeconds;
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
  const incidents = world.incidents
    .between(startedAt - longestIncidentSeconds, startedAt + days * 86_400)
    .filter((incident) => incident.end > startedAt)
    .map((incident) => ({
      subscriber: world.subscriberId(incident.subscriber),
      class: subscriberClasses[world.population.classIndex[incident.subscriber]!]!.name,
      kind: incident.kind,
      benign: incident.benign,
      onset: incident.onset,
      end: incident.end,
      strength: { up: incident.upFactor, down: incident.downFactor },
      phases: incident.phases,
    }));
  return { parameters: { ...parameters, days }, incidents };
}
