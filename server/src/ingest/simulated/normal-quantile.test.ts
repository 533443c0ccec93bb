/** Normal quantiles against published tables. */
import { describe, expect, it } from 'vitest';
import { normalOf16Bits, normalQuantile } from './normal-quantile.ts';
import { deviation, mean } from './world.fixture.ts';

describe('normalQuantile', () => {
  // The check values of Wichura (1988), Algorithm AS 241, and quartile and 97.5 % from any table.
  it.each([
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.975, 1.959963984540054],
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.26234008979841],
  ])('of %d is %d', (probability, z) => {
    expect(Math.abs(normalQuantile(probability) - z)).toBeLessThanOrEqual(1.2e-9 * Math.max(1, Math.abs(z)));
  });
});

describe('normalOf16Bits', () => {
  it('is a normal distribution of mean 0 and deviation 1', () => {
    const values = [...normalOf16Bits];
    expect(mean(values)).toBeCloseTo(0, 9);
    expect(deviation(values)).toBeCloseTo(1, 3);
    expect(values.filter((value) => Math.abs(value) < 1).length / 65_536).toBeCloseTo(0.6827, 3);
  });
});
