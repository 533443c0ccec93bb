/** How traffic is drawn: kept in the address, so that a link and the way back show the same. */

export const trafficModes = ['mirrored', 'overlaid'] as const;
/** Upload above and download below zero; both above zero. */
export type TrafficMode = (typeof trafficModes)[number];

/** What cannot be read counts as not given: mirrored. */
export function readTrafficMode(parameters: { get(name: string): string | null }): TrafficMode {
  const name = parameters.get('traffic');
  return trafficModes.find((mode) => mode === name) ?? 'mirrored';
}

/** The parameter that says this mode; the default says nothing. */
export const trafficModeParameter = (mode: TrafficMode) => ({ traffic: mode === 'mirrored' ? null : mode });
