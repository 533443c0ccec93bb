import { describe, expect, it } from 'vitest';
import { keyOfResult, resultsOf } from './results.ts';

const subscriber = (number: string) => ({ number, device: { name: '62.0' } });
const answer = (numbers: readonly string[], exact: string | null, devices: readonly string[]) => ({
  subscriber: exact === null ? null : subscriber(exact),
  subscribers: { edges: numbers.map((number) => ({ node: subscriber(number) })) },
  psxDevices: { edges: devices.map((name) => ({ node: { name } })) },
  node: null,
});
const keys = (...given: Parameters<typeof resultsOf>) => resultsOf(...given).map(keyOfResult);

describe('what a search found', () => {
  it('begins with the subscriber who has exactly this number, and lists him once', () => {
    expect(keys(answer(['41', '411', '4114'], '4114', []), '4114')).toEqual([
      'subscriber 4114',
      'subscriber 41',
      'subscriber 411',
    ]);
  });

  it('begins with the device that has exactly this name, also before numbers that start with it', () => {
    expect(keys(answer(['62001'], null, ['162.0', '62.0', '62.05']), '62.0')).toEqual([
      'device 62.0',
      'subscriber 62001',
      'device 62.05',
      'device 162.0',
    ]);
  });

  it('finds a device by any part of its name, whatever the case', () => {
    expect(keys(answer([], null, ['North-1', 'South-1']), 'ORTH')).toEqual(['device North-1']);
  });

  it('puts the anomaly with this id before everything', () => {
    const anomaly = {
      id: 'abc',
      kind: 'BURST' as const,
      openedAt: '2024-01-01T00:00:00Z',
      closedAt: null,
      subscriber: { number: '1' },
      device: { name: '62.0' },
    };
    expect(keys({ ...answer(['abc1'], null, []), node: anomaly }, 'abc')).toEqual(['anomaly abc', 'subscriber abc1']);
  });

  it('stays short however much there is', () => {
    const many = Array.from({ length: 100 }, (_, index) => String(index));
    expect(resultsOf(answer(many, null, many), '1').length).toBeLessThanOrEqual(16);
  });
});
