/** How one subscriber's slot looks against his own past: the detector's answer for one point. */
import type { Baseline } from './baseline.ts';
import { down, up, type Direction } from './baseline.ts';
import type { ExpectedTraffic } from './anomaly.ts';
import type { Rule } from './rule.ts';
import { bytesPerSecond } from './traffic.ts';

/** One object is reused for every point: copy what is to be kept. */
export interface Judgement {
  subscriber: number;
  upBytesPerSecond: number;
  downBytesPerSecond: number;
  logRateUp: number;
  logRateDown: number;
  /** NaN while the subscriber's history is too short to judge by. */
  zUp: number;
  zDown: number;
  upOutside: boolean;
  downOutside: boolean;
  suspicious: boolean;
}

export function createJudgement(): Judgement {
  return {
    subscriber: 0,
    upBytesPerSecond: 0,
    downBytesPerSecond: 0,
    logRateUp: 0,
    logRateDown: 0,
    zUp: NaN,
    zDown: NaN,
    upOutside: false,
    downOutside: false,
    suspicious: false,
  };
}

/** Judges the point against the past before it; does not learn from it. `seconds` must be more than 0. */
export function judge(
  into: Judgement,
  baseline: Baseline,
  rule: Rule,
  subscriber: number,
  seconds: number,
  upBytes: number,
  downBytes: number,
): void {
  into.subscriber = subscriber;
  into.upBytesPerSecond = upBytes / seconds;
  into.downBytesPerSecond = downBytes / seconds;
  into.logRateUp = Math.log(into.upBytesPerSecond + rule.rateOffset);
  into.logRateDown = Math.log(into.downBytesPerSecond + rule.rateOffset);
  if (baseline.slots(subscriber) < rule.minHistorySlots) {
    into.zUp = into.zDown = NaN;
    into.upOutside = into.downOutside = into.suspicious = false;
    return;
  }
  into.zUp = baseline.z(subscriber, up, into.logRateUp);
  into.zDown = baseline.z(subscriber, down, into.logRateDown);
  into.suspicious = into.zUp > rule.zSuspicious || into.zDown > rule.zSuspicious;
  into.upOutside =
    into.zUp > rule.zOutside &&
    into.upBytesPerSecond > baseline.rateAt(subscriber, up, 0) + rule.minExcessBytesPerSecond;
  into.downOutside =
    into.zDown > rule.zOutside &&
    into.downBytesPerSecond > baseline.rateAt(subscriber, down, 0) + rule.minExcessBytesPerSecond;
}

/** Learns from the point once it is judged: slowly while it is suspicious, so that an attack does not become what is usual. */
export function learnFrom(judgement: Judgement, baseline: Baseline, rule: Rule): void {
  const weight = judgement.suspicious ? rule.suspiciousLearning : 1;
  baseline.learn(judgement.subscriber, judgement.logRateUp, judgement.logRateDown, weight);
}

/** The band and the usual rate as they are now, before the point is learned from. */
export function expectedTraffic(baseline: Baseline, rule: Rule, subscriber: number): ExpectedTraffic {
  const rate = (direction: Direction, z: number) => bytesPerSecond(baseline.rateAt(subscriber, direction, z));
  return {
    lowUp: rate(up, -rule.zOutside),
    usualUp: rate(up, 0),
    highUp: rate(up, rule.zOutside),
    lowDown: rate(down, -rule.zOutside),
    usualDown: rate(down, 0),
    highDown: rate(down, rule.zOutside),
  };
}
