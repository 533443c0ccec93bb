/** Judges one subscriber's past again, slot by slot, by the code that judged it live: what the band and the z-scores were. */
import { Baseline } from './baseline.ts';
import type { ExpectedTraffic } from './anomaly.ts';
import { createJudgement, expectedTraffic, judge, learnFrom } from './judgement.ts';
import type { Rule } from './rule.ts';
import type { EpochSeconds } from './traffic.ts';

/** What one subscriber did in one slot, summed over devices. */
export interface ObservedSlot {
  readonly slotStart: EpochSeconds;
  readonly seconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface TracedSlot {
  readonly slotStart: EpochSeconds;
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
  /** Null while the history before the slot was too short to judge by. */
  readonly expected: ExpectedTraffic | null;
  readonly zUp: number | null;
  readonly zDown: number | null;
}

/** `slots` in order of time, from the first there is. Those with too little covered are left out, as they are live. */
export function trace(slots: Iterable<ObservedSlot>, rule: Rule, slotSeconds: number): TracedSlot[] {
  const baseline = new Baseline(rule);
  const judgement = createJudgement();
  const traced: TracedSlot[] = [];
  for (const { slotStart, seconds, upBytes, downBytes } of slots) {
    if (seconds < rule.minSecondsCovered) continue;
    judge(judgement, baseline, rule, 0, Math.min(seconds, slotSeconds), upBytes, downBytes);
    const judged = !Number.isNaN(judgement.zUp);
    traced.push({
      slotStart,
      upBytesPerSecond: judgement.upBytesPerSecond,
      downBytesPerSecond: judgement.downBytesPerSecond,
      expected: judged ? expectedTraffic(baseline, rule, 0) : null,
      zUp: judged ? judgement.zUp : null,
      zDown: judged ? judgement.zDown : null,
    });
    learnFrom(judgement, baseline, rule);
  }
  return traced;
}
