import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { devicesOverTime, directions, stackTop } from './device-series.ts';

const none = Number.NaN;
const device = (name: string, ...pairs: readonly (readonly [number, number])[]) => ({
  name,
  rows: pairs.map(([up, down], at) => ({ at, up, down })),
});

describe('devices over time', () => {
  it('are told by name, numbers in their order, however much each has', () => {
    const { series } = devicesOverTime([device('66.10', [9, 9]), device('66.2', [1, 1])], 'both', 8);
    expect(series.map(({ names }) => names)).toEqual([['66.2'], ['66.10']]);
  });

  it('are summed up as others when they are too many: the smallest ones', () => {
    const devices = [1, 5, 3, 2].map((rate) => device(String(rate), [rate, 0]));
    const { series, rows } = devicesOverTime(devices, 'up', 2);
    expect(series.map(({ names }) => names)).toEqual([['3'], ['5'], ['2', '1']]);
    expect(rows).toEqual([{ at: 0, rates: [3, 5, 3] }]);
  });

  it.each([
    ['both', 7],
    ['up', 3],
    ['down', 4],
  ] as const)('are read in the direction %s', (direction, rate) => {
    expect(devicesOverTime([device('a', [3, 4])], direction, 8).rows[0]!.rates).toEqual([rate]);
  });

  it('have no rate where they were not seen, and break the stack only where none was', () => {
    const { rows } = devicesOverTime(
      [device('a', [none, none], [none, none]), device('b', [1, 1], [none, none])],
      'both',
      8,
    );
    expect(rows.map(({ rates }) => rates)).toEqual([
      [none, 2],
      [none, none],
    ]);
    expect(rows.map(stackTop(0))).toEqual([0, none]);
    expect(rows.map(stackTop(1))).toEqual([2, none]);
  });

  it('lose no traffic in the stack, whoever is summed up as others', () => {
    const rate = fc.oneof({ weight: 5, arbitrary: fc.nat(1000) }, { weight: 1, arbitrary: fc.constant(none) });
    const rates = fc.array(fc.array(rate, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(rates, fc.constantFrom(...directions), (table, direction) => {
        const devices = table.map((row, index) => device(`d${index}`, ...row.map((up) => [up, 2 * up] as const)));
        const { series, rows } = devicesOverTime(devices, direction, 8);
        expect(series.length).toBe(Math.min(9, devices.length));
        const factor = { both: 3, up: 1, down: 2 }[direction];
        for (const row of rows) {
          const given = table.map((device_) => device_[row.at]!).filter((value) => !Number.isNaN(value));
          const total = given.length === 0 ? none : given.reduce((a, b) => a + b, 0) * factor;
          expect(stackTop(series.length - 1)(row)).toBe(total);
        }
      }),
      { seed: 20240108 },
    );
  });
});
