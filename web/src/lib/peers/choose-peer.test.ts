import { describe, expect, it } from 'vitest';
import { choosePeer } from './choose-peer.ts';

const peer = (number: string, totalCount: number) => ({
  subscriber: { id: number, number, anomalies: { totalCount } },
});

describe('beside whom a subscriber is drawn', () => {
  it('is the most alike of those who were usual', () => {
    expect(choosePeer([peer('1', 2), peer('2', 0), peer('3', 0)], null)).toBe('2');
  });

  it('is the most alike when nobody was usual', () => {
    expect(choosePeer([peer('1', 2), peer('2', 1)], null)).toBe('1');
  });

  it('is whoever the address names', () => {
    expect(choosePeer([peer('1', 0)], '9')).toBe('9');
  });

  it('is nobody when there is nobody', () => {
    expect(choosePeer([], null)).toBeNull();
  });
});
