import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { throttle } from './throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('passes the first value at once and the newest of a burst when the period is over', () => {
  const passed: number[] = [];
  const offer = throttle((value: number) => passed.push(value), 2000);
  for (const value of [1, 2, 3]) offer(value);
  expect(passed).toEqual([1]);
  vi.advanceTimersByTime(2000);
  expect(passed).toEqual([1, 3]);
  vi.advanceTimersByTime(10_000);
  expect(passed).toEqual([1, 3]);
});

it('keeps the distance after a burst as well', () => {
  const passed: number[] = [];
  const offer = throttle((value: number) => passed.push(value), 2000);
  offer(1);
  offer(2);
  vi.advanceTimersByTime(2000);
  offer(3);
  expect(passed).toEqual([1, 2]);
  vi.advanceTimersByTime(2000);
  expect(passed).toEqual([1, 2, 3]);
});

it('passes nothing more once cancelled', () => {
  const passed: number[] = [];
  const offer = throttle((value: number) => passed.push(value), 2000);
  offer(1);
  offer(2);
  offer.cancel();
  vi.advanceTimersByTime(10_000);
  expect(passed).toEqual([1]);
});
