import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Backtester } from '../../src/backtest/backtester.ts';
import { oneCohort } from '../../src/domain/cohort-directory.ts';
import type { RuleSettings } from '../../src/domain/rule-parameters.ts';
import { ruleFor } from '../../src/domain/rule.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import type { History } from '../../src/history/history.ts';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { liveStatus, startApi, type GraphqlResult, type TestApi } from '../api-fixture.ts';
import { blockOf, firstSlot, slotSeconds, withTotals } from '../history-commits.ts';
import { quickRule } from '../quick-rule.ts';

/** A burst is a hundred times the mean rate, however often it is repeated. */
const running: RuleSettings = { ...quickRule, burstFactor: 100, repeatedBurstFactor: 100 };
const trial = (burstFactor: number): RuleSettings => ({ ...running, burstFactor, repeatedBurstFactor: burstFactor });

const slots = 240;
const lastSlot = firstSlot + (slots - 1) * slotSeconds;

let path: string;
let history: History;
let backtester: Backtester;
let api: TestApi;

/** Two slots with more upload than usual: thirty times as much of one subscriber, a thousand times as much of another. */
function upOf(subscriber: string, slot: number): number {
  const isMild = subscriber === 'mild' && slot >= 200 && slot < 202;
  const isStrong = subscriber === 'strong' && slot >= 210 && slot < 212;
  return (isStrong ? 2e9 : isMild ? 6e7 : 2e6) + 1000 * (slot % 7);
}

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'tidewatch-backtest-'));
  const directory = new SubscriberIndex();
  const log = createLog({ level: 'silent' });
  history = createHistory({ path, slotSeconds, rawRetentionDays: 36_500, hourlyRetentionDays: 36_500, directory, log });
  await history.open();
  const blocks = Array.from({ length: slots }, (_, slot) =>
    blockOf(
      directory,
      { slotStart: firstSlot + slot * slotSeconds },
      ['calm', 'mild', 'strong'].map((subscriber) => ({ subscriber, up: upOf(subscriber, slot), down: 2e6 })),
    ),
  );
  await history.commit(withTotals(lastSlot, blocks));
  const status = { current: () => ({ ...liveStatus, dataAsOf: lastSlot }) };
  const rule = ruleFor(slotSeconds, running);
  const now = (): number => performance.now();
  backtester = new Backtester({ history, directory, cohorts: oneCohort, slotSeconds, status, rule, log, now });
  api = await startApi(history, { status, backtests: backtester });
});

afterAll(async () => {
  await api.stop();
  await backtester.stop();
  await history.close();
  await rm(path, { recursive: true, force: true });
});

const query = `query ($rule: String!, $timeRange: TimeRange) { backtest(rule: $rule, timeRange: $timeRange) {
  ruleVersion runningRuleVersion from to state progress failure
  result {
    runningRuleCount ruleCount bothCount
    newlyFiring { count anomalies { subscriberNumber deviceName kind severity openedAt detectedAt closedAt score reason } }
    vanished { count anomalies { subscriberNumber kind } }
  }
} }`;

interface Answer {
  readonly state: string;
  readonly progress: number;
  readonly result: unknown;
}

async function ask(rule: object | string, timeRange?: object): Promise<GraphqlResult> {
  return api.graphql(query, { rule: typeof rule === 'string' ? rule : JSON.stringify(rule), timeRange });
}

/** The answer once it has ended. */
async function ended(rule: object, timeRange?: object): Promise<Answer> {
  for (;;) {
    const { data, errors } = await ask(rule, timeRange);
    expect(errors).toBeUndefined();
    const answer = data['backtest'] as Answer;
    if (answer.state !== 'RUNNING') return answer;
    expect(answer.result).toBeNull();
  }
}

describe('a backtest', () => {
  it('says what newly fires under a laxer rule, with its reason', async () => {
    expect(await ended(trial(12))).toMatchObject({
      state: 'DONE',
      progress: 1,
      failure: null,
      to: formatDateTime(lastSlot + slotSeconds),
      ruleVersion: ruleFor(slotSeconds, trial(12)).version,
      runningRuleVersion: ruleFor(slotSeconds, running).version,
      result: {
        runningRuleCount: 1,
        ruleCount: 2,
        bothCount: 1,
        newlyFiring: {
          count: 1,
          anomalies: [
            {
              subscriberNumber: 'mild',
              deviceName: '62.0',
              kind: 'BURST',
              openedAt: formatDateTime(firstSlot + 200 * slotSeconds),
              reason: expect.stringContaining('Uploaded') as unknown,
            },
          ],
        },
        vanished: { count: 0, anomalies: [] },
      },
    });
  });

  it('says what vanishes under a stricter rule', async () => {
    expect((await ended(trial(5000))).result).toMatchObject({
      runningRuleCount: 1,
      ruleCount: 0,
      newlyFiring: { count: 0 },
      vanished: { count: 1, anomalies: [{ subscriberNumber: 'strong', kind: 'BURST' }] },
    });
  });

  it('counts only anomalies that slots of the range revealed', async () => {
    const before = {
      from: formatDateTime(firstSlot),
      to: formatDateTime(firstSlot + 190 * slotSeconds),
    };
    expect((await ended(trial(12), before)).result).toMatchObject({ runningRuleCount: 0, ruleCount: 0 });
  });

  it('leaves the stored anomalies alone', async () => {
    expect(await history.countAnomalies({})).toBe(0);
  });

  it('is refused with every fault of its rule', async () => {
    const { errors } = await ask('{ "networkLearningDays": 0, "nothing": 1 }');
    const faults = [
      '"networkLearningDays" is 0, expected a whole number from 1 to 60 (days).',
      expect.stringMatching(/^"nothing" is 1, but there is no such parameter, expected one of /),
    ];
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', faults } }]);
    expect(errors![0]!.message).toContain('expected a whole number from 1 to 60 (days). "nothing" is 1');
  });

  it('is refused over more than 35 days', async () => {
    const long = { from: '2024-01-01T00:00:00Z', to: '2024-02-05T00:00:01Z' };
    expect((await ask({}, long)).errors).toMatchObject([{ extensions: { code: 'RANGE_TOO_LARGE' } }]);
  });

  it('does not run beside another one', async () => {
    const two =
      '{ a: backtest(rule: "{\\"closeMinutes\\": 110}") { state } b: backtest(rule: "{\\"closeMinutes\\": 120}") { state } }';
    const { errors } = await api.graphql(two);
    expect(errors).toMatchObject([
      { path: ['b'], message: expect.stringMatching(/^A backtest of rule [0-9a-f]{12} is running/) as unknown },
    ]);
    expect(errors![0]!.extensions.code).toBe('BACKTEST_UNAVAILABLE');
    await ended({ closeMinutes: 110 });
  });

  it('costs so much that one operation can ask for two at most', async () => {
    const rules = [trial(12), trial(5000), { closeMinutes: 110 }].map(
      (rule, n) => `b${n}: backtest(rule: ${JSON.stringify(JSON.stringify(rule))}) { state }`,
    );
    const { errors } = await api.graphql(`{ ${rules.join(' ')} }`);
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
    expect((await api.graphql(`{ ${rules.slice(1).join(' ')} }`)).errors).not.toMatchObject([
      { extensions: { code: 'QUERY_TOO_COMPLEX' } },
    ]);
  });
});
