/** How the traffic of all devices is drawn: kept in the address. */
import { directions } from './device-series.ts';
import type { DeviceDirection } from './device-series.ts';

export type Arrangement = 'stacked' | 'lines';

export interface DevicesView {
  readonly arrangement: Arrangement;
  readonly direction: DeviceDirection;
}

/** What cannot be read counts as not given: both directions, stacked. */
export function readDevicesView(parameters: { get(name: string): string | null }): DevicesView {
  const direction = parameters.get('direction');
  return {
    arrangement: parameters.get('devices') === 'lines' ? 'lines' : 'stacked',
    direction: directions.find((each) => each === direction) ?? 'both',
  };
}

/** The parameters that say this view; the default says nothing. */
export const devicesViewParameters = ({ arrangement, direction }: DevicesView) => ({
  devices: arrangement === 'stacked' ? null : arrangement,
  direction: direction === 'both' ? null : direction,
});
