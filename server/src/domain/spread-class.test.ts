import { describe, expect, it } from 'vitest';
import { deviationOf, spreadClasses, SpreadClasses } from './spread-class.ts';
import { shareLeast, shareNow, shareSixHours, silence, statistics, volumeHour, volumeLeast } from './statistics.ts';

/** A subscriber whose moving hour is `deviation` above or below the usual, and who is idle every `idleEvery`-th slot. */
function learned(deviation: number, share = 0, idleEvery = Infinity): SpreadClasses {
  const spread = new SpreadClasses();
  for (let slot = 0; slot < 3000; slot++) {
    const volumeNow = slot % 2 === 0 ? deviation : -deviation;
    spread.learn(0, volumeNow, share, slot % idleEvery === 0, true, slot);
  }
  spread.assign(0);
  return spread;
}

describe('SpreadClasses', () => {
  it('puts a subscriber into the class whose deviation is nearest to his, within half a class', () => {
    for (const deviation of [0.06, 0.1, 0.3, 0.8, 2]) {
      const spread = learned(deviation);
      expect(spread.deviationOf(0)).toBeCloseTo(deviation, 3);
      const middle = deviationOf(spread.classOf(0, volumeLeast));
      expect(Math.abs(Math.log(middle / deviation))).toBeLessThanOrEqual(Math.log(1.4) / 2 + 1e-6);
    }
  });

  it('has a class for the steadiest and for the wildest', () => {
    expect(learned(0).classOf(0, volumeLeast)).toBe(0);
    expect(learned(0).deviationOf(0)).toBe(0.05);
    expect(learned(1000).classOf(0, volumeLeast)).toBe(spreadClasses / 2 - 1);
  });

  it('has classes of their own for those who are often idle', () => {
    const idle = learned(0.3, 0, 3);
    expect(idle.isOftenIdle(0)).toBe(true);
    expect(idle.classOf(0, volumeLeast)).toBe(learned(0.3).classOf(0, volumeLeast) + spreadClasses / 2);
    expect(deviationOf(idle.classOf(0, volumeLeast))).toBe(deviationOf(learned(0.3).classOf(0, volumeLeast)));
    expect(learned(0.3, 0, 6).isOftenIdle(0)).toBe(false);
  });

  it('measures the share apart from the volume, and silence as volume', () => {
    const spread = learned(0.05, 1.5);
    expect(deviationOf(spread.classOf(0, shareLeast)) / 1.5).toBeGreaterThan(1 / 1.4);
    for (const statistic of [shareLeast, shareSixHours, shareNow])
      expect(spread.classOf(0, statistic)).toBe(spread.classOf(0, shareLeast));
    for (const statistic of [volumeLeast, volumeHour, silence])
      expect(spread.classOf(0, statistic)).toBe(spread.classOf(0, volumeLeast));
    expect(spread.classOf(0, volumeLeast)).not.toBe(spread.classOf(0, shareLeast));
  });

  it('keeps the class from morning to night, and the deviation free of what is suspicious', () => {
    const spread = learned(0.1);
    const before = spread.classOf(0, volumeLeast);
    for (let slot = 0; slot < 500; slot++) spread.learn(0, 3, 0, false, false, 3000);
    expect(spread.deviationOf(0)).toBeCloseTo(0.1, 3);
    for (let slot = 0; slot < 500; slot++) spread.learn(0, 3, 0, false, true, 3000);
    expect(spread.deviationOf(0)).toBeGreaterThan(1);
    expect(spread.classOf(0, volumeLeast)).toBe(before);
    spread.assign(0);
    expect(spread.classOf(0, volumeLeast)).toBeGreaterThan(before);
  });

  it('has a class for every statistic of somebody who was never seen', () => {
    const spread = new SpreadClasses();
    spread.assign(5);
    for (let statistic = 0; statistic < statistics; statistic++) expect(spread.classOf(5, statistic)).toBe(0);
  });
});
