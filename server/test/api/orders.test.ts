import { describe, expect, it } from 'vitest';
import { severities, type Anomaly } from '../../src/domain/anomaly.ts';
import { bytes, bytesPerSecond } from '../../src/domain/traffic.ts';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import type { SeededHistory, TestApi } from '../api-fixture.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, slotSeconds } from '../history-commits.ts';
import { withSeededApi } from '../seeded-api.ts';

let seeded: SeededHistory;
let api: TestApi;
withSeededApi((opened) => ({ seeded, api } = opened));

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string; readonly reason: string } }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly totalCount: number;
}

async function page(args: string): Promise<Page> {
  const { data, errors } = await api.graphql(
    `{ anomalies(${args}) { totalCount edges { node { id reason } } pageInfo { endCursor hasNextPage } } }`,
  );
  if (errors) throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('; '));
  return data['anomalies'] as Page;
}

/** Commits anomalies that are told from the others by their reason. */
async function insert(anomalies: readonly Partial<Anomaly>[], reason: string): Promise<void> {
  const events = anomalies.map((parts, n) => {
    const anomaly = anomalyOf({ ...parts, reason, id: `${reason} ${n}` });
    return eventOf('opened', anomaly.detectedAt, n, anomaly);
  });
  await seeded.history.commit(commitOf({ closedThrough: seeded.lastSlot, events }));
}

describe('the order of anomalies', () => {
  it('is the one asked for, with the id at last', async () => {
    const orderBy = '[{ field: SEVERITY, direction: DESC }, { field: OPENED_AT, direction: ASC }]';
    const { data } = await api.graphql(
      `{ anomalies(first: 500, orderBy: ${orderBy}) { edges { node { severity openedAt } } } }`,
    );
    const rank = ({ severity }: Anomaly): number => severities.indexOf(severity);
    const expected = seeded.anomalies.toSorted((a, b) => rank(b) - rank(a) || a.openedAt - b.openedAt);
    expect(data['anomalies']).toEqual({
      edges: expected.map(({ severity, openedAt }) => ({
        node: { severity: severity.toUpperCase(), openedAt: formatDateTime(openedAt) },
      })),
    });
  });

  it('is walked whole by pages', async () => {
    for (const orderBy of [
      '[{ field: SCORE, direction: ASC }]',
      '[{ field: SEVERITY, direction: DESC }]',
      '[]',
      'null',
    ]) {
      const whole = (await page(`first: 500, orderBy: ${orderBy}`)).edges.map(({ node }) => node.id);
      const walked: string[] = [];
      for (let after: string | null = null; ;) {
        const { edges, pageInfo }: Page = await page(`first: 40, after: ${JSON.stringify(after)}, orderBy: ${orderBy}`);
        walked.push(...edges.map(({ node }) => node.id));
        after = pageInfo.endCursor;
        if (!pageInfo.hasNextPage) break;
      }
      expect(walked).toEqual(whole);
      expect(new Set(walked).size).toBe(seeded.anomalies.length);
    }
  });

  it('belongs to its cursors: those of another order are refused', async () => {
    const byScore = 'orderBy: [{ field: SCORE, direction: DESC }]';
    const cursors = [
      (await page('first: 1')).pageInfo.endCursor,
      (await page(`first: 1, ${byScore}`)).pageInfo.endCursor,
    ];
    await expect(page(`first: 1, after: "${cursors[0]}", ${byScore}`)).rejects.toThrow('BAD_CURSOR');
    await expect(page(`first: 1, after: "${cursors[1]}"`)).rejects.toThrow('BAD_CURSOR');
    const ascending = 'orderBy: [{ field: SCORE, direction: ASC }]';
    await expect(page(`first: 1, after: "${cursors[1]}", ${ascending}`)).rejects.toThrow('BAD_CURSOR');
  });

  it('is refused when it names a field twice', async () => {
    const twice = 'orderBy: [{ field: SCORE, direction: DESC }, { field: SCORE, direction: ASC }]';
    await expect(page(twice)).rejects.toThrow('BAD_USER_INPUT: The argument "orderBy" names a field twice');
  });
});

describe('bounds on anomalies', () => {
  const count = async (filter: string): Promise<number> => (await page(`filter: ${filter}`)).totalCount;

  it('are in the units that anomalies are shown in', async () => {
    await insert(
      [
        { score: 20, upBytesPerSecond: bytesPerSecond(1e9 / 8), excessBytes: bytes(5e15 + 0.5) },
        { score: 21, upBytesPerSecond: bytesPerSecond(2e9 / 8), excessBytes: bytes(6e15) },
      ],
      'bounded',
    );
    expect(await count('{ score: { gte: 20 } }')).toBe(2);
    expect(await count('{ score: { gte: 20, lt: 21 } }')).toBe(1);
    expect(await count('{ score: { gte: 1e300 } }')).toBe(0);
    expect(await count('{ upBitsPerSecond: { gte: 1e9, lt: 2e9 } }')).toBe(1);
    // Shown as 5000000000000001, being half a byte less.
    expect(await count('{ excessBytes: { gte: "5000000000000001", lt: "6000000000000000" } }')).toBe(1);
    expect(await count('{ excessBytes: { lt: "5000000000000001" } }')).toBe(seeded.anomalies.length);
    const all = seeded.anomalies.length + 2;
    expect(await count('{ score: null, excessBytes: { gte: null } }')).toBe(all);
    const moment = formatDateTime(seeded.anomalies[0]!.detectedAt);
    const later = formatDateTime(seeded.anomalies[0]!.detectedAt + 1);
    const same = seeded.anomalies.filter(({ detectedAt }) => detectedAt === seeded.anomalies[0]!.detectedAt);
    expect(await count(`{ detectedAt: { from: "${moment}", to: "${later}" } }`)).toBe(same.length);
  });

  it.each(['5', '"-5"', '"1e3"', '"9007199254740992"'])('refuse %s as a ByteCount', async (given) => {
    await expect(count(`{ excessBytes: { gte: ${given} } }`)).rejects.toThrow('BAD_USER_INPUT');
  });
});

describe('a walk through the anomalies', () => {
  it('meets each once and misses none while a thousand others come in between the pages', async () => {
    const known = (await page('first: 500')).edges.map(({ node }) => node.id);
    const met: string[] = [];
    let round = 0;
    for (let after: string | null = null; ;) {
      const { edges, pageInfo }: Page = await page(`first: 30, after: ${JSON.stringify(after)}`);
      met.push(...edges.map(({ node }) => node.id));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
      if (round++ > 0) continue;
      // Before, among and after those that are already met.
      const spread = Array.from({ length: 1000 }, (_, n) => ({ detectedAt: firstSlot + (n % 40) * slotSeconds }));
      await insert(spread, 'between');
    }
    expect(new Set(met).size).toBe(met.length);
    expect(known.filter((id) => !met.includes(id))).toEqual([]);
    expect(met.length).toBeGreaterThan(known.length);
    expect((await page('first: 1')).totalCount).toBe(known.length + 1000);
  });
});
