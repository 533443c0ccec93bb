/** Says in one sentence why an anomaly is one. Frozen when it is made: the same words a year later, from stored numbers. */
import type { AnomalyKind, ExpectedTraffic } from './anomaly.ts';
import type { BytesPerSecond, EpochSeconds } from './traffic.ts';
import { toBitsPerSecond } from './traffic.ts';

export interface Observed {
  readonly kind: AnomalyKind;
  readonly openedAt: EpochSeconds;
  readonly detectedAt: EpochSeconds;
  readonly upBytesPerSecond: BytesPerSecond;
  readonly downBytesPerSecond: BytesPerSecond;
  readonly expected: ExpectedTraffic;
  readonly score: number;
  readonly slots: number;
}

export function explain(observed: Observed): string {
  const { kind, expected, upBytesPerSecond, downBytesPerSecond, openedAt, detectedAt } = observed;
  const up = `uploaded ${rate(upBytesPerSecond)} (usually ${rate(expected.lowUp)} to ${rate(expected.highUp)})`;
  const down = `downloaded ${rate(downBytesPerSecond)} (usually ${rate(expected.lowDown)} to ${rate(expected.highDown)})`;
  const what = { 'upload-surge': up, 'download-surge': down, 'volume-takeover': `${up} and ${down}` }[kind];
  const sentence = `${what} from ${span(openedAt, detectedAt)}, ${observed.slots} slots in a row outside the usual band, at least ${observed.score.toFixed(1)} spreads above the mean.`;
  return sentence[0]!.toUpperCase() + sentence.slice(1);
}

/** The day once where both ends share it. */
function span(from: EpochSeconds, to: EpochSeconds): string {
  const [begin, end] = [clock(from), clock(to)];
  return `${begin} to ${begin.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
}

/** Day and time of the data's clock. */
function clock(at: EpochSeconds): string {
  return new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

const steps = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] as const;

/** Three significant digits, SI steps. */
function rate(bytes: BytesPerSecond): string {
  let value: number = toBitsPerSecond(bytes);
  let step = 0;
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step++;
  }
  return `${Number(value.toPrecision(3))} ${steps[step]}`;
}
