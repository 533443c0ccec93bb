import { describe, expect, it } from 'vitest';
import { ErasedSubscribers } from './erased-subscribers.ts';

const [secret, otherSecret] = [Buffer.from('a secret of the installation'), Buffer.from('another one')];

function listOf(of: Buffer): ErasedSubscribers {
  const list = new ErasedSubscribers();
  list.begin(of);
  return list;
}

describe('the list of who was erased', () => {
  it('knows them by their names, and has no name', () => {
    const noted = listOf(secret).erasuresOf(['7560'], false, 5);
    expect(JSON.stringify(noted)).not.toContain('7560');
    const list = listOf(secret);
    list.learn(noted);
    expect([list.erasedAtMs('7560'), list.erasedAtMs('756'), list.isIgnored('7560')]).toEqual([5, -Infinity, false]);
  });

  it('keeps to it who is ignored, and tells who came to it since', () => {
    const list = listOf(secret);
    list.learn(list.erasuresOf(['a'], true, 5));
    const { version } = list;
    list.learn([...list.erasuresOf(['a'], true, 5), ...list.erasuresOf(['b'], false, 6)]);
    expect(['a', 'b', 'c'].map((name) => list.hasLearned(name, version))).toEqual([false, true, false]);
    list.learn(list.erasuresOf(['a'], false, 7));
    expect([list.isIgnored('a'), list.erasedAtMs('a'), list.hasLearned('a', version)]).toEqual([true, 7, true]);
  });

  it('says how many were noted under a key that it does not have', () => {
    const list = listOf(secret);
    list.learn([...listOf(otherSecret).erasuresOf(['a', 'b'], true, 5), ...list.erasuresOf(['c'], true, 5)]);
    expect([list.unknown, list.isIgnored('a'), list.isIgnored('c')]).toEqual([2, false, true]);
  });

  it('has nobody before it is begun', () => {
    expect(new ErasedSubscribers().isIgnored('a')).toBe(false);
    expect(() => new ErasedSubscribers().erasuresOf(['a'], false, 1)).toThrow('before history is open');
  });
});
