import { describe, expect, it } from 'vitest';
import { liveStateOf } from './live-state.ts';

describe('the live badge', () => {
  it.each([
    ['connecting', false, 'connecting'],
    ['open', false, 'live'],
    ['open', true, 'paused'],
    ['connecting', true, 'paused'],
    ['lost', false, 'reconnecting'],
    ['lost', true, 'reconnecting'],
  ] as const)('with the connection %s and paused %s says %s', (connection, paused, state) => {
    expect(liveStateOf(connection, paused)).toBe(state);
  });
});
