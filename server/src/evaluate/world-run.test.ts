import { beforeAll, describe, expect, it } from 'vitest';
import { quickRule } from '../../test/quick-rule.ts';
import { ruleFor } from '../domain/rule.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { subscriberTableOf } from '../ingest/simulated/world-subscribers.ts';
import { Replay } from '../replay/replay.ts';
import { createEvaluatedWorld } from './evaluated-world.ts';
import { runWorld, type WorldRun } from './world-run.ts';
import { snapshotOf } from '../ingest/simulated/snapshot-of.ts';

const options = { subscribers: 200, quietDays: 1, attacksPerDay: 30, lookAlikesPerDay: 10, noiseFactor: 1 };
const task = {
  world: 'real',
  seed: 11,
  options,
  days: 2,
  alertsPerMillion: 100,
  rule: ruleFor(600, quickRule),
} as const;

let run: WorldRun;
let days: number[];

beforeAll(() => {
  days = [];
  run = runWorld(task, (day) => days.push(day));
});

describe('a run over a world', () => {
  it('finds with Tidewatch what a replay of the same snapshots finds', async () => {
    const subscribers = new SubscriberIndex();
    const world = createEvaluatedWorld(task.world, task.seed, options, subscribers);
    const { slotSeconds, devices, startedAt } = world.options;
    const settings = {
      rule: task.rule,
      slotSeconds,
      latenessSeconds: 1200,
      devices,
      subscribers,
      cohorts: subscriberTableOf(world).cohorts,
      onProgress: () => undefined,
    };
    const replay = new Replay(settings);
    for (let at = startedAt + slotSeconds; at <= startedAt + 3 * 86_400; at += slotSeconds)
      for (const { position, snapshotAt } of world.arrivalsAt(at))
        await replay.accept(snapshotOf(world, position, snapshotAt));
    const replayed = replay
      .finish()
      .filter(({ subscriber }) => subscriber !== null)
      .map(({ subscriber, detectedAt }) => `${subscriber} ${detectedAt}`);
    const found = run.rules[0]!.episodes.map((one) => `${subscribers.idOf(one.subscriber)} ${one.detectedAt}`);
    expect(found.sort()).toEqual(replayed.sort());
    expect(found.length).toBeGreaterThan(0);
    expect(run.rows).toBe(replay.account.rows);
  });

  it('tells of every day that is over', () => {
    expect(days).toEqual([1, 2, 3]);
  });

  it('leaves everything that is random to the seed', () => {
    expect(runWorld(task, () => undefined)).toEqual(run);
    expect(runWorld({ ...task, seed: 12 }, () => undefined)).not.toEqual(run);
  });

  it('gives chance as many episodes as Tidewatch has in the measured days', () => {
    const measured = run.rules[0]!.episodes.filter(({ detectedAt }) => detectedAt > run.time.from);
    expect(run.rules.at(-1)).toMatchObject({ name: 'chance' });
    expect(run.rules.at(-1)!.episodes).toHaveLength(measured.length);
  });

  it('scores a subscriber-day on which an episode opened', () => {
    for (const { episodes, dayScores } of run.rules.slice(0, -1)) {
      const measured = episodes.filter(({ detectedAt }) => detectedAt > run.time.from);
      const unscored = measured.filter(
        ({ subscriber, detectedAt }) =>
          dayScores[subscriber * 2 + Math.ceil((detectedAt - run.time.from) / 86_400) - 1] === 0,
      );
      expect(unscored).toEqual([]);
    }
  });
});
