import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReportLog } from './report-log.ts';

describe('ReportLog', () => {
  it('answers as a sorted list of all snapshots does, in whatever order they came', () => {
    const report = fc.tuple(fc.constantFrom('a', 'b'), fc.nat(60));
    fc.assert(
      fc.property(fc.array(report), fc.nat(60), fc.nat(6), fc.nat(60), (reports, at, slot, forgotten) => {
        const log = new ReportLog(10);
        for (const [device, time] of reports) log.add(device, time, 0);
        log.forgetBefore(forgotten);
        const times = reports.filter(([device, time]) => device === 'a' && time >= forgotten).map(([, time]) => time);
        expect(log.revisionOf('a', at)).toBe(times.includes(at) ? 0 : null);
        const older = times.filter((time) => time < at);
        expect(log.newestBefore('a', at)).toBe(older.length === 0 ? null : Math.max(...older));
        const [first, last] = [slot * 10, slot * 10 + 10];
        // A snapshot describes the ten seconds that end at the border nearest to it.
        const isIn = times.some((time) => time >= first + 5 && time < last + 15);
        expect(log.reportsIn('a', first, last)).toBe(isIn);
        expect(log.devicesIn(first, last).includes('a')).toBe(isIn);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('knows the newest revision of a snapshot, whichever came first', () => {
    const log = new ReportLog(10);
    for (const revision of [1, 3, 2]) log.add('a', 20, revision);
    log.add('a', 10, 0);
    expect([10, 20, 30].map((at) => log.revisionOf('a', at))).toEqual([0, 3, null]);
    expect(log.newestBefore('a', 30)).toBe(20);
  });
});
