import { describe, expect, it } from 'vitest';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import type { TalkerMeasure } from '../../src/history/talker.ts';
import { startApi, type SeededHistory } from '../api-fixture.ts';
import { firstSlot, slotSeconds } from '../history-commits.ts';
import { withSeededApi } from '../seeded-api.ts';

let seeded: SeededHistory;
const { ask, refusal } = withSeededApi((opened) => ({ seeded } = opened));

const range = { from: firstSlot + slotSeconds, to: firstSlot + 15 * slotSeconds };
const timeRange = { from: formatDateTime(range.from), to: formatDateTime(range.to) };

describe('top talkers', () => {
  const measures: readonly TalkerMeasure[] = ['upload', 'download', 'ratio', 'deviation', 'growth'];

  it.each(measures)('by %s are those of history, and with the others they are the total', async (by) => {
    const expected = await seeded.history.topTalkers({ by, range, limit: 4 });
    if ('rows' in expected) throw new Error('The range is too long for this test');
    const { topTalkers } = await ask<{ topTalkers: Answer }>(
      `query ($by: TalkerMeasure!, $timeRange: TimeRange!) { topTalkers(by: $by, timeRange: $timeRange, first: 4) {
        talkers { rank value upBytes downBytes upBitsPerSecond downBitsPerSecond
          peakUpBitsPerSecond peakDownBitsPerSecond lastUpBitsPerSecond lastDownBitsPerSecond uploadShare trafficShare subscriber { number } }
        others { subscriberCount upBytes downBytes } total { subscriberCount upBytes downBytes } } }`,
      { by: by.toUpperCase(), timeRange },
    );
    interface Sum {
      subscriberCount: number;
      upBytes: string;
      downBytes: string;
    }
    interface Answer {
      talkers: (Sum & Record<string, unknown>)[];
      others: Sum;
      total: Sum;
    }
    const { talkers, others, total } = topTalkers;
    const seconds = range.to - range.from;
    const volume = expected.total.upBytes + expected.total.downBytes;
    expect(talkers.length).toBeGreaterThan(0);
    expect(talkers).toEqual(
      expected.talkers.map(({ subscriber, upBytes, downBytes, value, peakSlot, lastSlot }, index) => ({
        rank: index + 1,
        value,
        upBytes: `${upBytes}`,
        downBytes: `${downBytes}`,
        upBitsPerSecond: (upBytes * 8) / seconds,
        downBitsPerSecond: (downBytes * 8) / seconds,
        peakUpBitsPerSecond: (peakSlot!.upBytes * 8) / slotSeconds,
        peakDownBitsPerSecond: (peakSlot!.downBytes * 8) / slotSeconds,
        lastUpBitsPerSecond: (lastSlot!.upBytes * 8) / slotSeconds,
        lastDownBitsPerSecond: (lastSlot!.downBytes * 8) / slotSeconds,
        uploadShare: upBytes / (upBytes + downBytes),
        trafficShare: (upBytes + downBytes) / volume,
        subscriber: { number: subscriber },
      })),
    );
    for (const key of ['upBytes', 'downBytes'] as const) {
      const sum = talkers.reduce((all, talker) => all + BigInt(talker[key]), BigInt(others[key]));
      expect(`${sum}`).toBe(total[key]);
      expect(total[key]).toBe(`${seeded.model.statistics(range)[key]}`);
    }
    expect(talkers.length + others.subscriberCount).toBe(total.subscriberCount);
    expect(total.subscriberCount).toBe(seeded.model.statistics(range).subscribers);
  });

  it('are refused for a wrong number of them, and for more than an answer can bear', async () => {
    const talkers = (first: number): string =>
      `topTalkers(by: UPLOAD, timeRange: { from: "2024-01-07T00:00:00Z", to: "2024-01-08T00:00:00Z" }, first: ${first}) { total { upBytes } }`;
    expect(await refusal(`{ ${talkers(0)} }`)).toBe('BAD_USER_INPUT: The argument "first" is 0; expected 1 to 50');
    expect(await refusal(`{ ${talkers(51)} }`)).toBe(
      'PAGE_TOO_LARGE: The argument "first" is 51; this list has at most 50',
    );
    const eight = Array.from({ length: 8 }, (_, n) => `t${n}: ${talkers(1)}`).join(' ');
    expect(await refusal(`{ ${eight} }`)).toContain('QUERY_TOO_COMPLEX');
  });

  it('are refused over a range that holds too much', async () => {
    const tooMuch = new Proxy(seeded.history, {
      get: (target, name, receiver): unknown =>
        name === 'topTalkers' ? () => Promise.resolve({ rows: 6e6 }) : Reflect.get(target, name, receiver),
    });
    const crowded = await startApi(tooMuch);
    const query = `query ($timeRange: TimeRange!) { topTalkers(by: UPLOAD, timeRange: $timeRange) { total { upBytes } } }`;
    const { errors } = await crowded.graphql(query, { timeRange });
    await crowded.stop();
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'RANGE_TOO_LARGE' } });
    expect(errors?.[0]?.message).toContain('about 6000000 hours of subscribers');
  });
});
