import { describe, expect, it } from 'vitest';
import { attackRows, lookAlikeRows } from './incident-rows.ts';
import type { KnownIncident } from './known-incident.ts';
import type { Matching } from './match-episodes.ts';

const hour = 3600;

function attack(kind: string, nominal: string, hours: number): KnownIncident {
  const factor = nominal === '' ? 1 : Number(nominal.slice(1));
  return { subscriber: 0, kind, nominal, factor, benign: false, onset: 0, end: hours * hour };
}

function matching(outcomes: readonly (readonly [KnownIncident, minutes: number | null])[]): Matching {
  const firstDetection = new Map(
    outcomes.map(([incident, minutes]) => [incident, minutes === null ? null : incident.onset + 60 * minutes]),
  );
  return { trueEpisodes: [], falseEpisodes: [], onLookAlikes: 0, quietEpisodes: 0, firstDetection };
}

describe('the rows of attacks', () => {
  it('are one a kind and strength, weakest first, with share and delay of those found', () => {
    const rows = attackRows(
      matching([
        [attack('takeover', 'x10', 3), 10],
        [attack('takeover', 'x2', 3), null],
        [attack('takeover', 'x2', 3), 90],
        [attack('bursts', '', 3), 30],
        [attack('takeover', 'x2', 3), 40],
        [attack('takeover', 'x2', 3), 20],
      ]),
    );
    expect(rows.slice(0, 3)).toEqual([
      { label: 'bursts', incidents: 1, found: 1, share: 1, medianDelayMinutes: 30, delay90Minutes: 30 },
      { label: 'takeover x2', incidents: 4, found: 3, share: 0.75, medianDelayMinutes: 40, delay90Minutes: 90 },
      { label: 'takeover x10', incidents: 1, found: 1, share: 1, medianDelayMinutes: 10, delay90Minutes: 10 },
    ]);
  });

  it('end with the lasting takeovers, and with all attacks', () => {
    const rows = attackRows(
      matching([
        [attack('takeover', 'x3', 6), 10],
        [attack('takeover', 'x5', 5.9), 10],
        [attack('takeover', 'x2', 8), 10],
        [attack('bursts', 'x20', 8), null],
      ]),
    );
    expect(rows.slice(-2)).toMatchObject([
      { label: 'takeover x3 and more, lasting >= 6 h', incidents: 1, found: 1 },
      { label: 'every attack', incidents: 4, found: 3, share: 0.75 },
    ]);
  });

  it('have no share where there was no such attack', () => {
    expect(attackRows(matching([]))).toMatchObject([
      { incidents: 0, share: null, medianDelayMinutes: null },
      { incidents: 0, share: null, medianDelayMinutes: null },
    ]);
  });
});

describe('the rows of look-alikes', () => {
  it('leave the attacks out', () => {
    const speedTest = { ...attack('speed-test', '', 1), benign: true };
    const rows = lookAlikeRows(
      matching([
        [attack('bursts', '', 3), 30],
        [speedTest, null],
        [{ ...speedTest }, 10],
      ]),
    );
    expect(rows).toMatchObject([{ label: 'speed-test', incidents: 2, found: 1, share: 0.5 }]);
  });
});
