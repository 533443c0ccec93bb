/** The port from the API to backtests: what another rule would have found in history, compared with the running one. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { RuleSettings } from '../domain/rule-parameters.ts';
import type { TimeRange } from '../history/history.ts';

export const backtestStates = ['running', 'done', 'failed'] as const;
export type BacktestState = (typeof backtestStates)[number];

/** Days of history that one backtest reads at most, ending where its range ends. */
export const longestBacktestDays = 35;

export interface BacktestRequest {
  readonly settings: RuleSettings;
  /** Which slots count; the newest 35 days when null. */
  readonly range: TimeRange | null;
}

export interface Backtest {
  /** Versions of the rules. */
  readonly rule: string;
  readonly runningRule: string;
  /** Anomalies count that slots of this range revealed. */
  readonly range: TimeRange;
  readonly state: BacktestState;
  /** 0 to 1. */
  readonly progress: number;
  /** One sentence; null unless it failed. */
  readonly failure: string | null;
  /** Null until it is done. */
  readonly result: BacktestResult | null;
}

export interface BacktestResult {
  /** Anomalies that each rule found. */
  readonly byRunningRule: number;
  readonly byRule: number;
  /** Of those the rule found, how many overlap one of the running rule in the same subscriber. */
  readonly byBoth: number;
  readonly newlyFiring: ChangedAnomalies;
  readonly vanished: ChangedAnomalies;
}

export interface ChangedAnomalies {
  readonly count: number;
  /** The first hundred, the highest score first. */
  readonly highest: readonly Anomaly[];
}

export interface Backtests {
  /** Starts it, or tells how far it is. Throws `BacktestUnavailable` when it can't start now. */
  ask(request: BacktestRequest): Backtest;
}

/** Why a backtest can't start now, in one sentence without its full stop. */
export class BacktestUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestUnavailable';
  }
}
