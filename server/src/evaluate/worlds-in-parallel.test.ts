import { describe, expect, it } from 'vitest';
import { ruleFor } from '../domain/rule.ts';
import { runWorlds } from './worlds-in-parallel.ts';

const options = { subscribers: 20, quietDays: 0, attacksPerDay: 0, lookAlikesPerDay: 0, noiseFactor: 1 };
const task = { world: 'flat', seed: 1, options, days: 1, alertsPerMillion: 100, rule: ruleFor(600) } as const;

describe('worlds in threads', () => {
  it('give their outcomes in the order of the tasks, and tell of every day', async () => {
    let days = 0;
    const sizes = [40, 10, 20];
    const runs = await runWorlds(
      sizes.map((subscribers) => ({ ...task, options: { ...options, subscribers } })),
      () => days++,
    );
    expect(runs.map(({ subscribers }) => subscribers)).toEqual(sizes);
    expect(days).toBe(3);
  });

  it('reject with the fault of a thread, and the other threads end', async () => {
    const broken = { ...task, options: { ...options, subscribers: -1 } };
    const long = { ...task, days: 300 };
    await expect(runWorlds([long, broken, long], () => undefined)).rejects.toThrow(RangeError);
  });
});
