import { describe, expect, it } from 'vitest';
import { CounterLedger, type CounterReading } from './counter-ledger.ts';

const begin = 1_704_067_200;
const nas = 1;
const session = 2;
const twoTo32 = 2 ** 32;

const newLedger = (mostKept = 100): CounterLedger => new CounterLedger({ waitSeconds: 720, mostKept });

/** A reading of a session that began at `begin`, so many seconds old. */
function readingAt(seconds: number, upBytes: number, more: Partial<CounterReading> = {}): CounterReading {
  const counters = { upBytes, downBytes: 10 * upBytes };
  const at = begin + seconds;
  return { type: 'interim', nas, session, at, sessionSeconds: seconds, counters, gigawords: true, ...more };
}
const start = readingAt(0, 0, { type: 'start' });

/** What each reading in its turn became, with seconds from `begin` and bytes up. */
function tell(ledger: CounterLedger, ...readings: CounterReading[]): unknown[] {
  return readings.map((reading) => {
    const advance = ledger.advance(reading);
    if (advance === null) return null;
    const { outcome, traffic, ambiguous } = advance;
    if (traffic === null) return outcome;
    const told = [outcome, traffic.from - begin, traffic.to - begin, traffic.upBytes];
    return ambiguous ? [...told, 'ambiguous'] : told;
  });
}

describe('the readings of a session', () => {
  it('tell the difference to the one before, from its start to its stop', () => {
    const stop = readingAt(1300, 900, { type: 'stop' });
    expect(tell(newLedger(), start, readingAt(600, 100), readingAt(1200, 700), stop)).toEqual([
      'begun',
      ['counted', 0, 600, 100],
      ['counted', 600, 1200, 600],
      ['counted', 1200, 1300, 200],
    ]);
  });

  it('tell nothing new when they are repeated, also with another time of arrival, nor when they are old', () => {
    const second = readingAt(1200, 700);
    const told = tell(newLedger(), start, second, second, { ...second, at: second.at + 9 }, readingAt(600, 100), start);
    expect(told.slice(2)).toEqual(['repeated', 'repeated', 'superseded', 'superseded']);
  });

  it('are marked when reports before them are missing', () => {
    expect(tell(newLedger(), start, readingAt(720, 1), readingAt(1441, 5))).toEqual([
      'begun',
      ['counted', 0, 720, 1],
      ['gap', 720, 1441, 4],
    ]);
  });

  it('without a start tell all of a young session, and of an old one what comes after', () => {
    expect(tell(newLedger(), readingAt(720, 50), readingAt(1320, 60))).toEqual([
      ['counted', 0, 720, 50],
      ['counted', 720, 1320, 10],
    ]);
    expect(tell(newLedger(), readingAt(721, 50), readingAt(1321, 60))).toEqual([
      'no-earlier-counter',
      ['counted', 721, 1321, 10],
    ]);
    expect(tell(newLedger(), readingAt(30, 50, { sessionSeconds: null }))).toEqual(['no-earlier-counter']);
  });

  it('have no earlier counter after a day of silence', () => {
    expect(tell(newLedger(), start, readingAt(86_401, 50))).toEqual(['begun', 'no-earlier-counter']);
    expect(tell(newLedger(), start, readingAt(86_400, 50))).toEqual(['begun', ['gap', 0, 86_400, 50]]);
  });

  it('are put in order by the clock where the age of the session is not told', () => {
    const at = (seconds: number, upBytes: number) => readingAt(seconds, upBytes, { sessionSeconds: null });
    expect(tell(newLedger(), start, at(600, 5), at(600, 5), at(1200, 7), at(900, 6))).toEqual([
      'begun',
      ['counted', 0, 600, 5],
      'repeated',
      ['counted', 600, 1200, 2],
      'superseded',
    ]);
  });

  it('of one second count once each when the last of them has counted on', () => {
    const stop = readingAt(600, 107, { type: 'stop' });
    expect(tell(newLedger(), start, readingAt(600, 100), stop, stop)).toEqual([
      'begun',
      ['counted', 0, 600, 100],
      ['counted', 600, 601, 7],
      'repeated',
    ]);
  });

  it('without counters change nothing', () => {
    const ledger = newLedger();
    expect(tell(ledger, readingAt(600, 1, { counters: null }))).toEqual(['no-counters']);
    expect(ledger.size).toBe(1);
    expect(tell(ledger, readingAt(600, 1), readingAt(900, 1, { counters: null }), readingAt(1200, 3))).toEqual([
      ['counted', 0, 600, 1],
      'no-counters',
      ['counted', 600, 1200, 2],
    ]);
  });

  it('that no line could carry are not used, and counted on from', () => {
    expect(tell(newLedger(), start, readingAt(600, 600 * 12.5e9), readingAt(1200, 600 * 12.5e9 + 5))).toEqual([
      'begun',
      'implausible-rate',
      ['counted', 600, 1200, 5],
    ]);
  });
});

describe('the clock of a NAS', () => {
  it('that is put back takes nothing from the traffic, nor puts it into one second', () => {
    const back = (seconds: number, upBytes: number) => ({ ...readingAt(seconds, upBytes), at: begin + seconds - 3600 });
    expect(tell(newLedger(), start, readingAt(600, 1), back(1200, 3), back(1800, 6))).toEqual([
      'begun',
      ['counted', 0, 600, 1],
      ['counted', 600, 1200, 2],
      ['counted', 1200, 1800, 3],
    ]);
  });

  it('that is put forward makes no gap', () => {
    const ahead = { ...readingAt(1200, 3), at: begin + 1200 + 7200 };
    expect(tell(newLedger(), start, readingAt(600, 1), ahead)[2]).toEqual(['counted', 7740, 8400, 2]);
  });
});

describe('a counter that falls', () => {
  const narrow = (seconds: number, upBytes: number) =>
    readingAt(seconds, 0, { counters: { upBytes, downBytes: 0 }, gigawords: false });

  it('has gone round at 2^32 when its NAS never tells of gigawords', () => {
    const readings = [narrow(600, 2 ** 31 - 20), narrow(1200, twoTo32 - 10), narrow(1800, 20)];
    expect(tell(newLedger(), { ...start, gigawords: false }, ...readings)).toEqual([
      'begun',
      ['counted', 0, 600, 2 ** 31 - 20],
      ['counted', 600, 1200, 2 ** 31 + 10, 'ambiguous'],
      ['counted', 1200, 1800, 30],
    ]);
  });

  it('has begun anew when its NAS counts gigawords, in whichever session it told so', () => {
    const elsewhere = readingAt(600, 5, { session: 3 });
    expect(tell(newLedger(), elsewhere, narrow(600, 100), narrow(1200, 40))).toEqual([
      ['counted', 0, 600, 5],
      ['counted', 0, 600, 100],
      ['counted', 600, 1200, 40],
    ]);
  });
});

describe('a session that gets the name of an earlier one', () => {
  /** Of a session that begins an hour after the first. */
  const later = (seconds: number, upBytes: number, more: Partial<CounterReading> = {}) =>
    readingAt(seconds, upBytes, { at: begin + 3600 + seconds, ...more });

  it('is known by its start, or by an age that the earlier one can not have', () => {
    expect(tell(newLedger(), start, readingAt(900, 90), later(0, 0, { type: 'start' }), later(600, 5))).toEqual([
      'begun',
      ['gap', 0, 900, 90],
      'begun',
      ['counted', 3600, 4200, 5],
    ]);
    expect(tell(newLedger(), start, readingAt(900, 90), later(600, 5))[2]).toEqual(['counted', 3600, 4200, 5]);
  });

  it('has no earlier counter when its NAS began anew or the earlier one stopped, and no age is told', () => {
    const ageless = later(600, 500, { sessionSeconds: null });
    const restarted = newLedger();
    const untouched = { ...readingAt(60, 7), nas: 8, session: 9 };
    tell(restarted, start, readingAt(600, 90), { ...start, nas: 8, session: 9 }, untouched);
    restarted.endAll(nas, begin + 3000);
    expect(tell(restarted, ageless, { ...untouched, ...readingAt(1060, 9, { nas: 8, session: 9 }) })).toEqual([
      'no-earlier-counter',
      ['gap', 60, 1060, 2],
    ]);
    const stopped = tell(newLedger(), start, readingAt(600, 90, { type: 'stop' }), ageless);
    expect(stopped[2]).toBe('no-earlier-counter');
  });
});

describe('what is remembered', () => {
  it('is taken back, NAS and all, as if it had not been told', () => {
    const ledger = newLedger();
    tell(ledger, readingAt(600, 1, { gigawords: false }));
    ledger.settle();
    tell(ledger, readingAt(1200, 5), readingAt(60, 5, { session: 3 }));
    expect(ledger.changed().map((one) => one.session)).toEqual([nas, session, 3]);
    ledger.takeBack();
    expect(ledger.changed()).toEqual([]);
    expect(ledger.size).toBe(1);
    expect(tell(ledger, readingAt(1200, 5), readingAt(60, 5, { session: 3 }))).toEqual([
      ['counted', 600, 1200, 4],
      ['counted', 0, 60, 5],
    ]);
  });

  it('has an end: more sessions are refused, and known ones go on', () => {
    const ledger = newLedger(2);
    const other = (n: number) => readingAt(600, 1, { session: n, gigawords: false });
    expect(tell(ledger, other(3), other(4), other(5), { ...other(4), ...readingAt(1200, 2, { session: 4 }) })).toEqual([
      ['counted', 0, 600, 1],
      ['counted', 0, 600, 1],
      null,
      ['counted', 600, 1200, 1],
    ]);
  });

  it('is forgotten a day after the last word of an open session, an hour after that of one that ended', () => {
    const ledger = newLedger();
    const stopped = readingAt(0, 0, { session: 3, type: 'stop' });
    const ofOther = readingAt(0, 0, { session: 4, nas: 5 });
    tell(ledger, start, stopped, ofOther);
    ledger.settle();
    ledger.endAll(5, begin + 60);
    ledger.forget(begin + 3600);
    expect(ledger.size).toBe(5);
    ledger.forget(begin + 3601);
    // The open one stays, and what is known of each NAS.
    expect(ledger.size).toBe(3);
    ledger.forget(begin + 86_401);
    expect(ledger.size).toBe(2);
  });
});
