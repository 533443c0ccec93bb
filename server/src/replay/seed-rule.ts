/**
 * The rule of the system that Tidewatch follows, kept to compare with: per subscriber over all rows, a row is flagged
 * when UpTx or DownTx exceeds mean + 3 sample standard deviations. On counters as they stand in the files (bits and
 * bytes mixed, sums since the session's start), without ended sessions and without counters of 0 or less, as it did.
 */
import { anomalyId } from '../domain/anomaly-id.ts';
import type { Anomaly, AnomalyKind, ExpectedTraffic } from '../domain/anomaly.ts';
import { slotOfSnapshot } from '../domain/slot.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { bytes, bytesPerSecond } from '../domain/traffic.ts';
import type { Snapshot, SourceSink } from '../ingest/source.ts';

const deviations = 3;
const ruleVersion = 'seed';

interface Row {
  readonly slotStart: number;
  readonly device: string;
  readonly up: number;
  readonly down: number;
}

interface Flagged extends Row {
  readonly z: number;
}

export class SeedRule implements SourceSink {
  readonly #slotSeconds: number;
  readonly #directory: SubscriberDirectory;
  readonly #onProgress: (done: number, total: number) => void;
  readonly #rows: Row[][] = [];
  #lastSlot = 0;

  constructor(slotSeconds: number, directory: SubscriberDirectory, onProgress: (done: number, total: number) => void) {
    this.#slotSeconds = slotSeconds;
    this.#directory = directory;
    this.#onProgress = onProgress;
  }

  async accept(snapshot: Snapshot): Promise<void> {
    const slotStart = slotOfSnapshot(snapshot.snapshotAt, this.#slotSeconds);
    this.#lastSlot = Math.max(this.#lastSlot, slotStart);
    snapshot.read(
      ({ count, subscriber, endedAt, upCounter, downCounter }) => {
        for (let i = 0; i < count; i++) {
          const [up, down] = [upCounter[i]!, downCounter[i]!];
          if (endedAt[i] !== 0 || up <= 0 || down <= 0) continue;
          (this.#rows[subscriber[i]!] ??= []).push({ slotStart, device: snapshot.device.name, up, down });
        }
      },
      () => undefined,
    );
  }

  async caughtUp(): Promise<void> {}

  progress(done: number, total: number): void {
    this.#onProgress(done, total);
  }

  /** Flagged rows of consecutive slots make one anomaly. The rule needs all rows, so it could first know at the end of the last slot. */
  finish(): Anomaly[] {
    const detectedAt = this.#lastSlot + this.#slotSeconds;
    const anomalies: Anomaly[] = [];
    this.#rows.forEach((rows, index) => {
      const [up, down] = [meanAndDeviation(rows.map((row) => row.up)), meanAndDeviation(rows.map((row) => row.down))];
      const flagged = rows
        .map((row) => ({ ...row, z: Math.max(scoreOf(row.up, up), scoreOf(row.down, down)) }))
        .filter((row) => row.z > deviations);
      for (const run of consecutive(flagged, this.#slotSeconds))
        anomalies.push(this.#anomaly(this.#directory.idOf(index), run, up, down, detectedAt));
    });
    return anomalies.sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
  }

  #anomaly(subscriber: string, run: readonly Flagged[], up: Spread, down: Spread, detectedAt: number): Anomaly {
    const [first, last] = [run[0]!, run.at(-1)!];
    const upOutside = run.some((row) => row.up > up.mean + deviations * up.deviation);
    const downOutside = run.some((row) => row.down > down.mean + deviations * down.deviation);
    // It has no kind of its own for a download alone.
    const kind: AnomalyKind = upOutside && !downOutside ? 'upload-surge' : 'volume-takeover';
    const score = Math.max(...run.map((row) => row.z));
    const perSecond = (counter: number) => bytesPerSecond(Math.max(0, counter) / this.#slotSeconds);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [observedUp, observedDown] = [
      perSecond(mean(run.map((row) => row.up))),
      perSecond(mean(run.map((row) => row.down))),
    ];
    const open = last.slotStart === this.#lastSlot;
    return {
      id: anomalyId(ruleVersion, subscriber, kind, first.slotStart),
      subscriber,
      device: first.device,
      kind,
      severity: 'warning',
      openedAt: first.slotStart,
      detectedAt,
      closedAt: open ? null : last.slotStart + this.#slotSeconds,
      upBytesPerSecond: observedUp,
      downBytesPerSecond: observedDown,
      expected: expectedOf(up, down, perSecond),
      uploadShare: shareOf(observedUp, observedDown),
      usualUploadShare: shareOf(up.mean, down.mean),
      comparison: null,
      score,
      peakScore: score,
      slots: run.length,
      excessBytes: bytes(0),
      reason: `A counter lies ${score.toFixed(1)} standard deviations above the mean of all of the subscriber's rows.`,
      alerted: true,
      ruleVersion,
    };
  }
}

function shareOf(up: number, down: number): number {
  return up + down > 0 ? up / (up + down) : 0;
}

interface Spread {
  readonly mean: number;
  /** With n - 1, as pandas' `std`; NaN for a single row, which is then never flagged. */
  readonly deviation: number;
}

function meanAndDeviation(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** 0 where there is no spread: nothing exceeds a mean that all rows share. */
function scoreOf(value: number, { mean, deviation }: Spread): number {
  return deviation > 0 ? (value - mean) / deviation : 0;
}

function expectedOf(
  up: Spread,
  down: Spread,
  perSecond: (counter: number) => ExpectedTraffic['lowUp'],
): ExpectedTraffic {
  return {
    lowUp: perSecond(up.mean - deviations * up.deviation),
    usualUp: perSecond(up.mean),
    highUp: perSecond(up.mean + deviations * up.deviation),
    lowDown: perSecond(down.mean - deviations * down.deviation),
    usualDown: perSecond(down.mean),
    highDown: perSecond(down.mean + deviations * down.deviation),
  };
}

function consecutive(rows: readonly Flagged[], slotSeconds: number): Flagged[][] {
  const runs: Flagged[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run !== undefined && row.slotStart - run.at(-1)!.slotStart <= slotSeconds) run.push(row);
    else runs.push([row]);
  }
  return runs;
}
