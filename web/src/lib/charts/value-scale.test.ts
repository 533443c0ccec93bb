import { describe, expect, it } from 'vitest';
import { logarithmicRateAxis, logarithmicScale, mirroredScale, rateAxis, valueScale } from './value-scale.ts';

describe('value axes', () => {
  it('end on a round value above the largest', () => {
    expect(valueScale(37e6)).toEqual({ top: 40e6, ticks: [0, 10e6, 20e6, 30e6, 40e6] });
  });

  it('have a top even when there is nothing to show', () => {
    expect(valueScale(0).top).toBeGreaterThan(0);
  });

  it('go by powers of ten when logarithmic, from below the smallest value to above the largest', () => {
    expect(logarithmicScale(27e3, 3.7e6)).toEqual({ top: 10e6, bottom: 10e3, ticks: [0, 10e3, 100e3, 1e6, 10e6] });
    expect(logarithmicScale(Infinity, 0)).toEqual({ top: 1e3, bottom: 10, ticks: [0, 10, 100, 1e3] });
  });

  it('say the prefix with every mark when logarithmic', () => {
    expect([0, 100, 10e3, 1e6, 100e6].map(logarithmicRateAxis.format)).toEqual(['0', '100', '10 k', '1 M', '100 M']);
  });

  it('mirror two directions on one scale without room that nothing fills', () => {
    expect(mirroredScale(95e6, 334e6)).toEqual({
      up: 100e6,
      down: 400e6,
      ticks: [-400e6, -300e6, -200e6, -100e6, 0, 100e6],
    });
    expect(mirroredScale(0, 0)).toMatchObject({ up: 0.2, down: 0.2 });
  });

  it('write all marks in the unit of the top, never with a sign', () => {
    const axis = rateAxis(2e9);
    expect(axis.label).toBe('Gbit/s');
    expect([-1e9, 0, 500e6, 2e9].map(axis.format)).toEqual(['1', '0', '0.5', '2']);
  });
});
