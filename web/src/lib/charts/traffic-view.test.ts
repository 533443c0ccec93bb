import { expect, it } from 'vitest';
import { readTrafficMode, trafficModeParameter, trafficModes } from './traffic-view.ts';

it.each(trafficModes)('keeps the mode %s in the address', (mode) => {
  const { traffic } = trafficModeParameter(mode);
  expect(readTrafficMode(new URLSearchParams(traffic === null ? '' : { traffic }))).toBe(mode);
});

it.each(['', 'traffic=', 'traffic=pie'])('is mirrored for an address with %j', (query) => {
  expect(readTrafficMode(new URLSearchParams(query))).toBe('mirrored');
});
