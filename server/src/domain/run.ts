/** A run: consecutive slots of one subscriber outside his band, on the way to becoming an anomaly or being one. */
import { anomalyId } from './anomaly-id.ts';
import type { Anomaly, AnomalyKind, ExpectedTraffic, Severity } from './anomaly.ts';
import { explain } from './explanation.ts';
import type { Judgement } from './judgement.ts';
import type { Rule } from './rule.ts';
import type { Bytes, BytesPerSecond, EpochSeconds } from './traffic.ts';
import { bytes, bytesPerSecond } from './traffic.ts';

export interface Run {
  readonly subscriber: string;
  readonly openedAt: EpochSeconds;
  /** The band before the first slot of the run: later ones have begun to learn from it. */
  readonly expected: ExpectedTraffic;
  device: string;
  lastSeen: EpochSeconds;
  lastOutside: EpochSeconds;
  slots: number;
  quietSlots: number;
  /** Slots in a row outside in this direction, and the least z-score of them. */
  upStreak: number;
  downStreak: number;
  upStreakZ: number;
  downStreakZ: number;
  peakScore: number;
  upBytes: number;
  downBytes: number;
  seconds: number;
  excessBytes: Bytes;
  /** What the run has become, once it is an anomaly; and what was last told of it. */
  anomaly: Anomaly | null;
  toldPeak: number;
  toldSlots: number;
}

export function startRun(subscriber: string, openedAt: EpochSeconds, expected: ExpectedTraffic): Run {
  return {
    subscriber,
    openedAt,
    expected,
    device: '',
    lastSeen: openedAt,
    lastOutside: openedAt,
    slots: 0,
    quietSlots: 0,
    upStreak: 0,
    downStreak: 0,
    upStreakZ: Infinity,
    downStreakZ: Infinity,
    peakScore: 0,
    upBytes: 0,
    downBytes: 0,
    seconds: 0,
    excessBytes: bytes(0),
    anomaly: null,
    toldPeak: 0,
    toldSlots: 0,
  };
}

/** Adds one more slot outside the band. */
export function extendRun(
  run: Run,
  judgement: Judgement,
  seconds: number,
  slotStart: EpochSeconds,
  device: string,
): void {
  run.upStreak = judgement.upOutside ? run.upStreak + 1 : 0;
  run.downStreak = judgement.downOutside ? run.downStreak + 1 : 0;
  run.upStreakZ = judgement.upOutside ? Math.min(run.upStreakZ, judgement.zUp) : Infinity;
  run.downStreakZ = judgement.downOutside ? Math.min(run.downStreakZ, judgement.zDown) : Infinity;
  run.peakScore = Math.max(run.peakScore, judgement.zUp, judgement.zDown);
  run.device = device;
  run.lastOutside = slotStart;
  run.slots++;
  run.quietSlots = 0;
  run.upBytes += judgement.upBytesPerSecond * seconds;
  run.downBytes += judgement.downBytesPerSecond * seconds;
  run.seconds += seconds;
  const { usualUp, usualDown } = run.expected;
  const excess =
    Math.max(0, judgement.upBytesPerSecond - usualUp) + Math.max(0, judgement.downBytesPerSecond - usualDown);
  run.excessBytes = bytes(run.excessBytes + Math.round(excess * seconds));
}

export function opensAnomaly(run: Run, rule: Rule): boolean {
  return Math.max(run.upStreak, run.downStreak) >= rule.slotsToOpen;
}

/** The anomaly as it is told when the run becomes one. */
export function toAnomaly(run: Run, rule: Rule, slotSeconds: number): Anomaly {
  const score = Math.max(
    run.upStreak >= rule.slotsToOpen ? run.upStreakZ : 0,
    run.downStreak >= rule.slotsToOpen ? run.downStreakZ : 0,
  );
  const detectedAt = run.lastOutside + slotSeconds;
  const upRate = bytesPerSecond(run.upBytes / run.seconds);
  const downRate = bytesPerSecond(run.downBytes / run.seconds);
  const kind = kindOf(run, upRate, downRate, rule);
  const observed = {
    kind,
    openedAt: run.openedAt,
    detectedAt,
    upBytesPerSecond: upRate,
    downBytesPerSecond: downRate,
    expected: run.expected,
    score,
    slots: run.slots,
  };
  return {
    ...observed,
    id: anomalyId(rule.version, run.subscriber, kind, run.openedAt),
    subscriber: run.subscriber,
    device: run.device,
    severity: severityOf(score, run.excessBytes / run.seconds),
    closedAt: null,
    peakScore: run.peakScore,
    excessBytes: run.excessBytes,
    reason: explain(observed),
    ruleVersion: rule.version,
  };
}

/** Both when the mean of each direction lies above its band; otherwise the one that opened it. */
function kindOf(run: Run, upRate: BytesPerSecond, downRate: BytesPerSecond, rule: Rule): AnomalyKind {
  if (upRate > run.expected.highUp && downRate > run.expected.highDown) return 'volume-takeover';
  return run.upStreak >= rule.slotsToOpen ? 'upload-surge' : 'download-surge';
}

const improbableScore = 4;
/** 2 Mbit/s beyond the usual: enough for a million spam mails of 20 kB a day. */
const harmfulBytesPerSecond = 250_000;

/** How improbable and how harmful: neither, one of them, or both. */
function severityOf(score: number, excessBytesPerSecond: number): Severity {
  const marks = Number(score >= improbableScore) + Number(excessBytesPerSecond >= harmfulBytesPerSecond);
  return (['info', 'warning', 'critical'] as const)[marks]!;
}
