import { describe, expect, it } from 'vitest';
import { SessionLedger, type CounterReading } from './session-ledger.ts';

const reading = (at: number, up: number, down = up): CounterReading => ({
  device: 'a',
  session: 1,
  startedAt: 0,
  at,
  up,
  down,
});

describe('SessionLedger', () => {
  it.each([
    ['grows', 1000, 1500, 500],
    ['stands still', 1000, 1000, 0],
    ['wraps at 2^32', 4_294_967_000, 704, 1000],
    ['starts again', 1000, 300, 300],
    ['starts again beyond 32 bits', 5_000_000_000, 300, 300],
  ])('takes the traffic of a counter that %s', (_, before, after, traffic) => {
    const ledger = new SessionLedger();
    ledger.advance(reading(600, before), 600);
    expect(ledger.advance(reading(1200, after), 600)).toEqual({ up: traffic, down: traffic, seconds: 600 });
  });

  it('gives a session its whole count when it began within the slot, and nothing when it is older', () => {
    expect(new SessionLedger().advance(reading(500, 70), 600)).toEqual({ up: 70, down: 70, seconds: 500 });
    expect(new SessionLedger().advance(reading(5000, 70), 600)).toBe('no-earlier-counter');
  });

  it('goes on from a restored reading', () => {
    const ledger = new SessionLedger();
    ledger.restore(reading(5000, 70));
    expect(ledger.advance(reading(5600, 100), 600)).toEqual({ up: 30, down: 30, seconds: 600 });
  });

  it('does not take the same or an older reading a second time', () => {
    const ledger = new SessionLedger();
    ledger.advance(reading(600, 70), 600);
    expect(ledger.advance(reading(600, 70), 600)).toBe('superseded-counter');
    expect(ledger.advance(reading(300, 20), 600)).toBe('superseded-counter');
  });

  it('forgets sessions that were silent for a day', () => {
    const ledger = new SessionLedger();
    ledger.advance(reading(600, 70), 600);
    expect(ledger.forgetBefore(600 + 86_400)).toBe(0);
    expect(ledger.forgetBefore(601 + 86_400)).toBe(1);
    expect(ledger.size).toBe(0);
  });
});
