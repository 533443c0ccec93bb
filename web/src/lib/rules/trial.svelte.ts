/** The trial of a rule: starts it, asks how far it is until there is a result, and says what is wrong with the rule. */
import { onDestroy } from 'svelte';
import { getDashboard } from '#lib/dashboard.ts';
import { faultOf } from '#lib/graphql/fault.ts';
import type { Fault } from '#lib/graphql/fault.ts';
import { BacktestDocument } from '#lib/graphql/generated/graphql.ts';
import type { BacktestQuery } from '#lib/graphql/generated/graphql.ts';
import { faultsOfRule } from './rule-faults.ts';

/** How often the server is asked how far it is. */
const periodMs = 1_000;

export interface Trial {
  /** The newest answer to the rule on trial; null before the first. */
  readonly backtest: BacktestQuery['backtest'] | null;
  /** What is wrong with the rule, fault by fault. */
  readonly ruleFaults: readonly string[];
  /** Any other reason why there is no answer. */
  readonly fault: Fault | null;
  readonly isRunning: boolean;
  start(rule: string): void;
  /** The server goes on, and keeps what it finds for whoever asks again. */
  stop(): void;
}

/** Call while a component is set up. */
export function useTrial(): Trial {
  const { client } = getDashboard();
  let backtest = $state.raw<BacktestQuery['backtest'] | null>(null);
  let ruleFaults: readonly string[] = $state.raw([]);
  let fault: Fault | null = $state.raw(null);
  let isRunning = $state(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers to an earlier start no longer count. */
  let newest = 0;

  const ask = async (rule: string, turn: number) => {
    const { data, error } = await client.query(BacktestDocument, { rule }).toPromise();
    if (turn !== newest) return;
    ruleFaults = error ? faultsOfRule(error) : [];
    fault = error && ruleFaults.length === 0 ? faultOf(error) : null;
    backtest = data?.backtest ?? null;
    isRunning = backtest?.state === 'RUNNING';
    if (isRunning) timer = setTimeout(() => void ask(rule, turn), periodMs);
  };
  const stop = () => {
    newest += 1;
    isRunning = false;
    clearTimeout(timer);
  };
  onDestroy(stop);

  return {
    get backtest() {
      return backtest;
    },
    get ruleFaults() {
      return ruleFaults;
    },
    get fault() {
      return fault;
    },
    get isRunning() {
      return isRunning;
    },
    start(rule) {
      stop();
      [backtest, ruleFaults, fault, isRunning] = [null, [], null, true];
      void ask(rule, newest);
    },
    stop,
  };
}
