import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeededHistory, TestApi } from '../api-fixture.ts';
import { withSeededApi } from '../seeded-api.ts';

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: Readonly<Record<string, unknown>> }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

type PagingArguments = Partial<Record<'first' | 'last', number> & Record<'after' | 'before', string | null>>;

let seeded: SeededHistory;
let api: TestApi;
withSeededApi((opened) => ({ seeded, api } = opened));

/** Each list: where it is in the answer, what its rows are known by, and what must be in it. */
const lists = {
  anomalies: {
    field: (args: string) => `anomalies(${args})`,
    key: 'id',
    pick: ['anomalies'],
    expected: () => seeded.anomalies.length,
  },
  subscribers: {
    field: (args: string) => `subscribers(${args})`,
    key: 'number',
    pick: ['subscribers'],
    expected: () => seeded.model.subscribers().length,
  },
  psxDevices: {
    field: (args: string) => `psxDevices(${args})`,
    key: 'name',
    pick: ['psxDevices'],
    expected: () => seeded.model.devices().length,
  },
  deadLetters: {
    field: (args: string) => `ingest { deadLetters(${args})`,
    key: 'file line',
    pick: ['ingest', 'deadLetters'],
    expected: () => seeded.deadLetters.length,
  },
} as const;
type ListName = keyof typeof lists;
const listNames = Object.keys(lists) as ListName[];

async function page(list: ListName, args: PagingArguments): Promise<Page> {
  const { field, key, pick } = lists[list];
  const given = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const call = field(given.join(', ') || 'first: null');
  const query = `{ ${call} { edges { cursor node { ${key} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } ${call.includes('{') ? '}' : ''} }`;
  const { data, errors } = await api.graphql(query);
  if (errors) throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('; '));
  return pick.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], data) as Page;
}

/** Every row of the list, page by page, in the list's own order; checks what each page says of itself. */
async function walk(list: ListName, size: number, backward: boolean): Promise<string[]> {
  const rows: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { edges, pageInfo }: Page = await page(
      list,
      backward ? { last: size, before: cursor } : { first: size, after: cursor },
    );
    expect(edges.length).toBeLessThanOrEqual(size);
    expect(pageInfo.startCursor).toBe(edges.at(0)?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    const keys = edges.map(({ node }) => JSON.stringify(node));
    rows.splice(backward ? 0 : rows.length, 0, ...keys);
    expect(backward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(cursor !== null);
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return rows;
    cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
  }
}

describe.each(listNames)('the list %s', (list) => {
  it('is walked whole, each row once, by pages of any size in both directions', async () => {
    const whole = await walk(list, 500, false);
    expect(whole).toHaveLength(lists[list].expected());
    expect(new Set(whole).size).toBe(whole.length);
    const sizes = fc.integer({ min: 1, max: whole.length + 2 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (size, backward) => {
        expect(await walk(list, size, backward)).toEqual(whole);
      }),
      { numRuns: 6, seed: 3 },
    );
  });

  it('gives the rows between two cursors, and the last of them', async () => {
    const { edges } = await page(list, { first: 500 });
    const [from, to] = [edges[0], edges.at(-1)];
    const between = await page(list, { first: 500, after: from?.cursor ?? null, before: to?.cursor ?? null });
    expect(between.edges).toEqual(edges.slice(1, -1));
    const lastOfThem = await page(list, { last: 1, after: from?.cursor ?? null, before: to?.cursor ?? null });
    expect(lastOfThem.edges).toEqual(edges.slice(-2, -1));
  });

  it('gives the last rows without a cursor', async () => {
    const { edges } = await page(list, { first: 500 });
    expect((await page(list, { last: 2 })).edges).toEqual(edges.slice(-2));
  });

  it('has an empty page without cursors that still knows whether rows follow', async () => {
    const { edges, pageInfo } = await page(list, { first: 0 });
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null });
  });

  it('has 50 rows a page unless asked otherwise', async () => {
    const { edges } = await page(list, {});
    expect(edges).toHaveLength(Math.min(50, lists[list].expected()));
  });

  it.each([
    [{ first: -1 }, 'BAD_USER_INPUT: The argument "first" is -1; expected 0 to 500'],
    [{ last: -3 }, 'BAD_USER_INPUT: The argument "last" is -3; expected 0 to 500'],
    [{ first: 501 }, 'PAGE_TOO_LARGE: The argument "first" is 501; a page has at most 500'],
    [{ first: 1, last: 1 }, 'BAD_USER_INPUT: Give "first" or "last", not both'],
    [{ first: 1, after: 'garbage' }, 'BAD_CURSOR: The argument "after" is not a cursor of this list'],
    [{ last: 1, before: '' }, 'BAD_CURSOR: The argument "before" is not a cursor of this list'],
  ])('refuses %j', async (args, message) => {
    await expect(page(list, args)).rejects.toThrow(message);
  });

  it('refuses the cursors of every other list, and its own when a character was changed', async () => {
    for (const other of listNames.filter((name) => name !== list)) {
      const foreign = (await page(other, { first: 1 })).pageInfo.endCursor;
      await expect(page(list, { first: 1, after: foreign })).rejects.toThrow('BAD_CURSOR');
    }
    const own = (await page(list, { first: 1 })).pageInfo.endCursor ?? '';
    for (const at of [0, Math.floor(own.length / 2), own.length - 2]) {
      const changed = `${own.slice(0, at)}${own[at] === 'A' ? 'B' : 'A'}${own.slice(at + 1)}`;
      await expect(page(list, { first: 1, after: changed })).rejects.toThrow('BAD_CURSOR');
    }
  });
});

describe('the list of anomalies', () => {
  it('counts all that pass the filter, and only when asked', async () => {
    api.calls.clear();
    const filter = '{ severities: [CRITICAL, WARNING], status: OPEN }';
    const { data } = await api.graphql(
      `{ anomalies(first: 3, filter: ${filter}) { totalCount edges { node { severity status } } } }`,
    );
    const expected = seeded.anomalies.filter(({ severity, closedAt }) => severity !== 'info' && closedAt === null);
    expect(data).toMatchObject({ anomalies: { totalCount: expected.length } });
    expect(api.calls.get('countAnomalies')).toBe(1);
    await api.graphql('{ anomalies(first: 3) { edges { cursor } } }');
    expect(api.calls.get('countAnomalies')).toBe(1);
  });
});
