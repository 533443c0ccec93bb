import { expect, it } from 'vitest';
import { simulate } from './simulation.ts';

/** One seed to look at, or how many to go through. */
const only = process.env['TIDEWATCH_SIMULATION_SEED'];
const seeds = Number(process.env['TIDEWATCH_SIMULATION_SEEDS'] ?? 1000);
const drawn = only === undefined ? Array.from({ length: seeds }, (_, n) => n + 1) : [Number(only)];

it(
  `loses and doubles nothing over ${drawn.length} lives of crashes, faults and disorder`,
  { timeout: 600_000 },
  async () => {
    const sum = { deaths: 0, faults: 0, anomalies: 0 };
    for (const seed of drawn) {
      const { real, ideal } = await simulate(seed);
      const replay = `TIDEWATCH_SIMULATION_SEED=${seed} npm test -- server/test/simulation`;
      for (const [what, rows] of Object.entries(ideal.digest))
        expect(real.digest[what], `seed ${seed}: ${what} (again: ${replay})`).toEqual(rows);
      expect(real.heard, `seed ${seed}: the feed (again: ${replay})`).toEqual(ideal.heard);
      sum.deaths += real.deaths;
      sum.faults += real.faults;
      sum.anomalies += ideal.heard.length;
    }
    if (only !== undefined) return;
    // What is compared must be worth comparing.
    expect(sum.deaths / drawn.length).toBeGreaterThan(3);
    expect(sum.faults / drawn.length).toBeGreaterThan(1);
    expect(sum.anomalies / drawn.length).toBeGreaterThan(5);
  },
);
