import { describe, expect, it } from 'vitest';
import { readRows } from './read-rows.ts';
import type { Paging } from './read-rows.ts';

const fault = { kind: 'failed', title: 'Away', detail: '', requestId: null } as const;

/** A list of so many numbers, which notes what it is asked and fails where it is told to. */
function listOf(total: number, failAt = Number.POSITIVE_INFINITY) {
  const asked: Paging[] = [];
  const fetchPage = async (paging: Paging) => {
    asked.push(paging);
    const from = Number(paging.after ?? 0);
    if (from >= failAt) return { connection: null, fault };
    const to = Math.min(total, from + paging.first);
    const edges = Array.from({ length: to - from }, (_, n) => ({ node: from + n }));
    const pageInfo = { hasNextPage: to < total, endCursor: String(to) };
    return { connection: { edges, pageInfo, totalCount: total }, fault: null };
  };
  return { asked, fetchPage };
}
const always = () => true;

describe('a part of a list', () => {
  it('is asked for in one go where the server gives as much', async () => {
    const { fetchPage, asked } = listOf(90);
    const read = await readRows(fetchPage, '10', 50, always);
    expect(read?.connection?.edges.map(({ node }) => node)).toEqual(Array.from({ length: 50 }, (_, n) => 10 + n));
    expect(asked).toEqual([{ first: 50, after: '10' }]);
  });

  it('is put together from several answers, with the end of the last one', async () => {
    const { fetchPage, asked } = listOf(3_000);
    const read = await readRows(fetchPage, null, 1_200, always);
    expect(read?.connection?.edges.map(({ node }) => node)).toEqual(Array.from({ length: 1_200 }, (_, n) => n));
    expect(read?.connection?.pageInfo).toEqual({ hasNextPage: true, endCursor: '1200' });
    expect(asked.map(({ first }) => first)).toEqual([500, 500, 200]);
  });

  it('ends where the list does', async () => {
    const read = await readRows(listOf(600).fetchPage, null, 5_000, always);
    expect(read?.connection?.edges).toHaveLength(600);
    expect(read?.connection?.pageInfo.hasNextPage).toBe(false);
  });

  it('is whole or nothing', async () => {
    expect(await readRows(listOf(3_000, 500).fetchPage, null, 1_200, always)).toEqual({ connection: null, fault });
  });

  it('is given up when nobody wants it any more', async () => {
    const { fetchPage, asked } = listOf(3_000);
    expect(await readRows(fetchPage, null, 1_200, () => asked.length < 2)).toBeNull();
    expect(asked).toHaveLength(2);
  });
});
