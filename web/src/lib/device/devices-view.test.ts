import { expect, it } from 'vitest';
import { directions } from './device-series.ts';
import { devicesViewParameters, readDevicesView } from './devices-view.ts';

it('keeps every view in the address', () => {
  for (const arrangement of ['stacked', 'lines'] as const) {
    for (const direction of directions) {
      const said = Object.entries(devicesViewParameters({ arrangement, direction })).filter(
        ([, value]) => value !== null,
      );
      const parameters = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
      expect(readDevicesView(parameters)).toEqual({ arrangement, direction });
    }
  }
});

it('stacks both directions for an address that says nothing usable', () => {
  expect(readDevicesView(new URLSearchParams('devices=pie&direction=left'))).toEqual({
    arrangement: 'stacked',
    direction: 'both',
  });
});
