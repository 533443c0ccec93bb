import { describe, expect, it } from 'vitest';
import { PartsInOrder, type Part } from './parts-in-order.ts';

/** Parts that note what is done to them; the start of one waits until it is let go on. */
function createParts(names: readonly string[], waiting?: string) {
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const parts: Part[] = names.map((name) => ({
    async start() {
      done.push(`start ${name}`);
      if (name === waiting) await gate.promise;
    },
    stop: () => void done.push(`stop ${name}`),
  }));
  return { done, gate, parts };
}

describe('the parts of a process', () => {
  it('start one after another, and stop the other way round, once', async () => {
    const { done, parts } = createParts(['a', 'b', 'c']);
    const whole = new PartsInOrder(parts, () => 'http://here');
    expect(await whole.start()).toEqual({ url: 'http://here' });
    await Promise.all([whole.stop(), whole.stop()]);
    expect(done).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
  });

  it('that have not been started are not, when a stop comes meanwhile', async () => {
    const { done, gate, parts } = createParts(['a', 'b', 'c'], 'b');
    const whole = new PartsInOrder(parts, () => '');
    const starting = whole.start();
    const stopping = whole.stop();
    gate.resolve();
    expect(await starting).toBeNull();
    await stopping;
    expect(done.filter((one) => one.includes('c'))).toEqual([]);
    expect(done.slice(-1)).toEqual(['stop a']);
  });

  it('before one that can not be started are stopped all the same', async () => {
    const { done, gate, parts } = createParts(['a', 'b', 'c'], 'b');
    const whole = new PartsInOrder(parts, () => '');
    const starting = whole.start();
    gate.reject(new Error('the port is taken'));
    await expect(starting).rejects.toThrow('the port is taken');
    await whole.stop();
    expect(done).toEqual(['start a', 'start b', 'stop a']);
  });
});
