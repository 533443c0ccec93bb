/** Backtest, what another rule would have found in history: to try a rule before it is switched on. */
import { GraphQLError } from 'graphql';
import {
  backtestStates,
  BacktestUnavailable,
  longestBacktestDays,
  type Backtest,
  type BacktestResult,
  type ChangedAnomalies,
} from '../backtest/backtest.ts';
import type { RuleSettings } from '../domain/rule-parameters.ts';
import { parseRule } from '../domain/rule-text.ts';
import type { TimeRange } from '../history/history.ts';
import { readingAtLeisure } from '../history/reading-time.ts';
import { BacktestAnomalyRef } from './backtest-anomaly.ts';
import { builder } from './builder.ts';
import type { ErrorCode } from './errors.ts';
import { clientError } from './errors.ts';
import { checkRange, TimeRangeRef } from './time-range.ts';

const BacktestStateRef = builder.enumType('BacktestState', {
  description: 'How far a backtest has come.',
  values: {
    RUNNING: { value: backtestStates[0], description: 'Slots are being judged: ask again.' },
    DONE: {
      value: backtestStates[1],
      description: 'There is a result. It is kept for an hour, unless others push it out.',
    },
    FAILED: { value: backtestStates[2], description: 'There is a reason. A minute later the same query tries again.' },
  },
});

const ChangedAnomaliesRef = builder.objectRef<ChangedAnomalies>('ChangedAnomalies');
ChangedAnomaliesRef.implement({
  description: 'Anomalies that only one of two rules found.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many there are.' }),
    anomalies: t.field({
      type: [BacktestAnomalyRef],
      description: 'The first hundred of them, the highest score first.',
      resolve: ({ highest }) => [...highest],
    }),
  }),
});

const BacktestResultRef = builder.objectRef<BacktestResult>('BacktestResult');
BacktestResultRef.implement({
  description:
    'What the two rules found. Anomalies are the same when they are of one subscriber, or of one device as a whole, and overlap in time.',
  fields: (t) => ({
    runningRuleCount: t.exposeInt('byRunningRule', { description: 'Anomalies that the running rule found.' }),
    ruleCount: t.exposeInt('byRule', { description: 'Anomalies that the rule on trial found.' }),
    bothCount: t.exposeInt('byBoth', {
      description: 'Of those of the rule on trial, the ones that the running rule found too.',
    }),
    newlyFiring: t.expose('newlyFiring', {
      type: ChangedAnomaliesRef,
      description: 'Those that only the rule on trial found.',
    }),
    vanished: t.expose('vanished', {
      type: ChangedAnomaliesRef,
      description: 'Those that only the running rule found.',
    }),
  }),
});

const BacktestRef = builder.objectRef<Backtest>('Backtest');
BacktestRef.implement({
  description: 'A rule on trial: both it and the running rule judge the same stored slots, in one pass.',
  fields: (t) => ({
    ruleVersion: t.exposeString('rule', { description: 'Version of the rule on trial.' }),
    runningRuleVersion: t.exposeString('runningRule', { description: 'Version of the running rule.' }),
    from: t.field({
      type: 'DateTime',
      description: 'First moment of the slots that count.',
      resolve: ({ range }) => range.from,
    }),
    to: t.field({
      type: 'DateTime',
      description: 'First moment after them: at most the end of the newest slot that was closed at the start.',
      resolve: ({ range }) => range.to,
    }),
    state: t.expose('state', { type: BacktestStateRef, description: 'How far it has come.' }),
    progress: t.exposeFloat('progress', { description: 'The share that is done, 0 to 1.' }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why it failed, in one sentence; null unless it did.',
    }),
    result: t.expose('result', { type: BacktestResultRef, nullable: true, description: 'Null until it is done.' }),
  }),
});

builder.queryField('backtest', (t) =>
  t.field({
    type: BacktestRef,
    description: `What a rule would have found in history, compared with the running one. The first query starts it; the same query again tells how far it is. One runs at a time, over at most ${longestBacktestDays} days, the time to learn from before the range included.`,
    args: {
      rule: t.arg.string({ required: true, description: 'The text of a rule file: a JSON object.' }),
      timeRange: t.arg({
        type: TimeRangeRef,
        description: `Only anomalies that slots of this range revealed; the newest ${longestBacktestDays} days when not given.`,
      }),
    },
    resolve: (_root, { rule, timeRange }, { backtests }) => {
      const settings = settingsIn(rule);
      const range = timeRange ? checkLength(checkRange(timeRange)) : null;
      try {
        return readingAtLeisure(() => backtests.ask({ settings, range }));
      } catch (error) {
        if (error instanceof BacktestUnavailable) throw clientError('BACKTEST_UNAVAILABLE', error.message);
        throw error;
      }
    },
  }),
);

/** Throws BAD_USER_INPUT with every fault of the rule, one by one in `extensions.faults`. */
function settingsIn(rule: string): RuleSettings {
  const { settings, faults } = parseRule(rule);
  if (faults === null) return settings;
  const code: ErrorCode = 'BAD_USER_INPUT';
  throw new GraphQLError(faults.join(' '), { extensions: { code, faults } });
}

function checkLength({ from, to }: TimeRange): TimeRange {
  const days = (to - from) / 86_400;
  if (days <= longestBacktestDays) return { from, to };
  throw clientError(
    'RANGE_TOO_LARGE',
    `The time range spans ${days.toFixed(1)} days; a backtest has at most ${longestBacktestDays}`,
  );
}
