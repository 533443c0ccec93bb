import { scaleLinear } from 'd3-scale';
import { expect, it } from 'vitest';
import { format, interpolate, interpolateRound, rgb } from './plain-numbers.ts';

const scale = () => scaleLinear([-3, 17], [250, 0]);

it('lead from numbers to pixels as the scales of d3 do', () => {
  const [theirs, ours] = [scale(), scale().interpolate(interpolate)];
  for (const value of [-3, 0, 4.2, 17, 40]) expect(ours(value)).toBe(theirs(value));
  expect(ours.invert(99)).toBe(theirs.invert(99));
});

it('round where the scales of d3 do', () => {
  expect(scale().interpolate(interpolateRound)(1.23)).toBe(scale().rangeRound([250, 0])(1.23));
});

it('say what the built dashboard does not have', () => {
  expect(format).toThrow('d3-format format: not in the built dashboard');
  expect(rgb).toThrow('d3-color rgb');
});
