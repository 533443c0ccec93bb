import { describe, expect, it } from 'vitest';
import { visited } from './visited-pages.ts';

const after = (...addresses: readonly string[]) => addresses.reduce<readonly string[]>(visited, []);

describe('the pages that were open', () => {
  it('are listed newest first, each once with its newest range', () => {
    expect(after('/', '/devices', '/subscribers/1', '/devices?range=7d')).toEqual([
      '/devices?range=7d',
      '/subscribers/1',
      '/',
    ]);
  });

  it('are eight at most', () => {
    expect(after(...Array.from({ length: 30 }, (_, index) => `/devices/${index}`))).toHaveLength(8);
  });
});
