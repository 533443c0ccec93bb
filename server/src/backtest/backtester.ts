/** Runs backtests, one at a time, and keeps the last few results for whoever asks again. */
import {
  BacktestUnavailable,
  longestBacktestDays,
  type Backtest,
  type BacktestRequest,
  type Backtests,
} from './backtest.ts';
import { computeBacktest, TooManyAnomalies, type ComputationOptions } from './backtest-computation.ts';
import { ruleFor, type Rule } from '../domain/rule.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { TimeRange } from '../history/history.ts';
import type { Logger } from '../telemetry/log.ts';
import type { StatusReader } from '../telemetry/status.ts';

export interface BacktesterOptions extends Pick<
  ComputationOptions,
  'history' | 'directory' | 'cohorts' | 'slotSeconds'
> {
  readonly status: StatusReader;
  /** The running rule, to compare with. */
  readonly rule: Rule;
  readonly log: Pick<Logger, 'error'>;
  /** A clock that only grows, milliseconds. */
  readonly now: () => number;
}

const keptBacktests = 5;
/** Until then the same question has the same answer; afterwards it is computed again, with what history has got since. */
const doneForMs = 3_600_000;
const failedForMs = 60_000;
const secondsPerDay = 86_400;

interface Kept {
  backtest: Backtest;
  forgetAtMs: number;
}

export class Backtester implements Backtests {
  readonly #options: BacktesterOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #stopping = new AbortController();
  #running: { readonly kept: Kept; readonly finished: Promise<void> } | null = null;

  constructor(options: BacktesterOptions) {
    this.#options = options;
  }

  ask({ settings, range }: BacktestRequest): Backtest {
    const { slotSeconds } = this.#options;
    const rule = ruleFor(slotSeconds, settings);
    const key = [rule.version, range?.from, range?.to].join(' ');
    for (const [old, { forgetAtMs }] of this.#kept) if (forgetAtMs <= this.#options.now()) this.#kept.delete(old);
    const known = this.#kept.get(key);
    if (known !== undefined) return known.backtest;
    return this.#start(key, rule, range, this.#closedUntil()).backtest;
  }

  /** Ends the backtest that is running, and takes no further ones. */
  async stop(): Promise<void> {
    this.#stopping.abort(new BacktestUnavailable('Tidewatch is stopping'));
    await this.#running?.finished;
  }

  /** End of the newest closed slot: what lies beyond may be half written. Throws when nothing can be started now. */
  #closedUntil(): EpochSeconds {
    this.#stopping.signal.throwIfAborted();
    if (this.#running !== null) {
      const { rule, progress } = this.#running.kept.backtest;
      const percent = Math.floor(100 * progress);
      throw new BacktestUnavailable(
        `A backtest of rule ${rule} is running (${percent} %), and one runs at a time; ask again later`,
      );
    }
    const { phase, dataAsOf } = this.#options.status.current();
    // Ingest reads the same history at its start, and goes first.
    if (phase === 'opening' || phase === 'rebuilding')
      throw new BacktestUnavailable('Tidewatch is reading history for its own start; ask again later');
    if (dataAsOf === null) throw new BacktestUnavailable('No slot has closed yet, so there is nothing to judge');
    return dataAsOf + this.#options.slotSeconds;
  }

  #start(key: string, rule: Rule, range: TimeRange | null, closedUntil: EpochSeconds): Kept {
    const to = Math.min(range?.to ?? closedUntil, closedUntil);
    const judged = { from: Math.max(0, to - longestBacktestDays * secondsPerDay), to };
    const counted = { from: Math.min(range?.from ?? judged.from, to), to };
    const backtest: Backtest = {
      rule: rule.version,
      runningRule: this.#options.rule.version,
      range: counted,
      state: 'running',
      progress: 0,
      failure: null,
      result: null,
    };
    const kept: Kept = { backtest, forgetAtMs: Infinity };
    for (const oldest of this.#kept.keys()) if (this.#kept.size >= keptBacktests) this.#kept.delete(oldest);
    this.#kept.set(key, kept);
    this.#running = { kept, finished: this.#run(kept, rule, judged, counted) };
    return kept;
  }

  /** Never rejects. */
  async #run(kept: Kept, rule: Rule, judged: TimeRange, counted: TimeRange): Promise<void> {
    const { history, directory, cohorts, slotSeconds, rule: runningRule, now } = this.#options;
    const change = (part: Partial<Backtest>): void => void (kept.backtest = { ...kept.backtest, ...part });
    const onProgress = (progress: number): void => change({ progress });
    const { signal } = this.#stopping;
    try {
      const result = await computeBacktest({
        history,
        directory,
        cohorts,
        slotSeconds,
        runningRule,
        rule,
        judged,
        counted,
        onProgress,
        signal,
      });
      change({ state: 'done', progress: 1, result });
      kept.forgetAtMs = now() + doneForMs;
    } catch (error) {
      change({ state: 'failed', failure: this.#sayWhy(error) });
      kept.forgetAtMs = now() + failedForMs;
    } finally {
      this.#running = null;
    }
  }

  #sayWhy(error: unknown): string {
    if (error instanceof TooManyAnomalies || error instanceof BacktestUnavailable) return `${error.message}.`;
    this.#options.log.error({ err: error }, 'A backtest failed');
    return 'History could not be read; the log says why.';
  }
}
