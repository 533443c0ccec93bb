import { describe, expect, it } from 'vitest';
import { rateAxis, valueScale } from './value-scale.ts';

describe('value axes', () => {
  it('end on a round value above the largest', () => {
    expect(valueScale(37e6)).toEqual({ top: 40e6, ticks: [0, 10e6, 20e6, 30e6, 40e6] });
  });

  it('have a top even when there is nothing to show', () => {
    expect(valueScale(0).top).toBeGreaterThan(0);
  });

  it('write all marks in the unit of the top, never with a sign', () => {
    const axis = rateAxis(2e9);
    expect(axis.label).toBe('Gbit/s');
    expect([-1e9, 0, 500e6, 2e9].map(axis.format)).toEqual(['1', '0', '0.5', '2']);
  });
});
