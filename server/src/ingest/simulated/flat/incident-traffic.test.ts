/** What incidents do to the records: each world is compared, row by row, to the same world without incidents. */
import { describe, expect, it } from 'vitest';
import { flatSessionLengths } from './flat-session-lengths.ts';
import { truthOf } from '../truth.ts';
import { groupBy, mean, rateOfRow, rowsOfSlots, slotSeconds, flatWorldOf, worldStart } from '../world.fixture.ts';
import type { RecordRow } from '../world.fixture.ts';

const days = 8;
const size = { subscribers: 800 };
const world = flatWorldOf({ ...size, attacksPerDay: 30, lookAlikesPerDay: 25 });
const rows = groupBy(rowsOfSlots(world, 0, days * 144), (row) => row.subscriber);
const calmRows = groupBy(rowsOfSlots(flatWorldOf(size), 0, days * 144), (row) => row.subscriber);
const incidents = world.incidents.between(worldStart, worldStart + days * 86_400);
/** What happened before still shows in sessions that are open. */
const earlier = world.incidents.between(worldStart - 7 * 86_400, worldStart);
const alone = incidents.filter(
  (incident) => [...earlier, ...incidents].filter((other) => other.subscriber === incident.subscriber).length === 1,
);
const steady = alone.filter((incident) => world.population.classIndex[incident.subscriber]! < 2);

const upShare = (row: RecordRow): number => row.upCounter / (row.upCounter + row.downCounter);

/** Mean over rows whose session lies in a phase: logarithm of (rate / usual rate / factor of both directions). */
function meanExcess(kind: string): number {
  const errors = steady
    .filter((incident) => incident.kind === kind)
    .flatMap((incident) => {
      const inPhase = (row: RecordRow): boolean =>
        incident.phases.some(
          (phase) => row.startedAt >= phase.from && row.startedAt + row.ageSeconds <= phase.to && row.ageSeconds >= 10,
        );
      const normalShare = world.population.classIndex[incident.subscriber] === 0 ? 0.3 : 0.45;
      const both = incident.upFactor * normalShare + incident.downFactor * (1 - normalShare);
      const own = rows.get(incident.subscriber)!.filter(inPhase);
      return own.map((row) => Math.log(rateOfRow(row) / world.population.usualRate[row.subscriber]! / both));
    });
  expect(errors.length).toBeGreaterThan(40);
  return mean(errors);
}

describe('incidents', () => {
  it('are in the truth, all of them and nothing else', () => {
    const changed = [...rows.keys()].filter(
      (subscriber) => JSON.stringify(rows.get(subscriber)) !== JSON.stringify(calmRows.get(subscriber)),
    );
    const named = truthOf(world, days).incidents.map((incident) => incident.subscriber);
    const changedIds = changed.map((subscriber) => world.subscriberId(subscriber));
    expect(new Set(named)).toEqual(new Set(changedIds));
    expect(named.length).toBeGreaterThan(100);
  });

  it('leave everything before their onset as it was, and everything once their last session is over', () => {
    for (const incident of alone) {
      const outside = (row: RecordRow): boolean =>
        row.snapshotAt < incident.onset || row.startedAt > incident.end + flatSessionLengths.longestSeconds;
      expect(rows.get(incident.subscriber)!.filter(outside)).toEqual(
        calmRows.get(incident.subscriber)!.filter(outside),
      );
    }
  });

  it('start a new session at the onset of an attack and at its end', () => {
    const takeovers = alone.filter(
      (incident) => incident.kind === 'takeover' && incident.end < worldStart + 7 * 86_400,
    );
    const cut = takeovers.filter((incident) => {
      const ends = new Set(rows.get(incident.subscriber)!.map((row) => row.endedAt));
      return ends.has(incident.onset) && ends.has(incident.end);
    });
    // A reconnect that was due within a minute or two anyway takes the place of the forced one.
    expect(cut.length).toBeGreaterThanOrEqual(0.9 * takeovers.length);
    expect(takeovers.length).toBeGreaterThan(5);
  });

  it.each(['takeover', 'upload-heavy', 'bursts', 'night-upload'])('of kind %s multiply the rate as stated', (kind) => {
    expect(Math.abs(meanExcess(kind))).toBeLessThan(0.2);
  });

  it('keep the direction mix in a takeover and turn it over in a strong upload-heavy attack', () => {
    const sharesIn = (kind: string, nominal: string): number[] =>
      alone
        .filter((incident) => incident.kind === kind && incident.nominal === nominal)
        .flatMap((incident) =>
          rows
            .get(incident.subscriber)!
            .filter((row) => row.startedAt >= incident.onset && row.snapshotAt <= incident.end && row.upCounter > 0)
            .map(upShare),
        );
    expect(Math.max(...sharesIn('takeover', 'x10'))).toBeLessThan(0.51);
    expect(Math.min(...sharesIn('upload-heavy', 'x10'))).toBeGreaterThan(0.6);
  });

  it('raise the counters of an evening download by exactly what they add, diluted in the running session', () => {
    const evenings = alone.filter((incident) => incident.kind === 'evening-download');
    let compared = 0;
    for (const incident of evenings) {
      const calm = calmRows.get(incident.subscriber)!;
      rows.get(incident.subscriber)!.forEach((row, index) => {
        const [phase] = incident.phases;
        const at = row.startedAt + row.ageSeconds;
        const overlap = Math.max(0, Math.min(at, phase!.to) - Math.max(row.startedAt, phase!.from));
        const expected = calm[index]!.downCounter * (1 + ((phase!.downFactor - 1) * overlap) / row.ageSeconds);
        expect(Math.abs(row.downCounter - expected)).toBeLessThan(60);
        if (overlap > 0) compared++;
      });
    }
    expect(compared).toBeGreaterThan(500);
  });

  it('show a speed test in one slot alone', () => {
    const strong = steady.filter((incident) => incident.kind === 'speed-test' && incident.upFactor > 6);
    const hours = 3;
    const compared = strong.flatMap((incident) => {
      const near = (row: RecordRow): boolean =>
        Math.abs(row.snapshotAt - incident.onset) < hours * 3600 && row.ageSeconds >= 60;
      const calm = calmRows.get(incident.subscriber)!.filter(near);
      // One calm session all around: what is left of its rate is rhythm and noise.
      if (new Set(calm.map((row) => row.startedAt)).size > 1) return [];
      const usual = mean(calm.map(rateOfRow));
      const loud = rows.get(incident.subscriber)!.filter((row) => near(row) && rateOfRow(row) > 3 * usual);
      return [{ loud: loud.map((row) => row.snapshotAt), slot: Math.floor(incident.onset / slotSeconds) }];
    });
    expect(compared.length).toBeGreaterThan(3);
    for (const { loud, slot } of compared) expect(loud).toEqual([(slot + 1) * slotSeconds]);
  });

  it('creep up slowly', () => {
    const creeps = steady.filter(
      (incident) => incident.kind === 'slow-creep' && incident.end < worldStart + days * 86_400,
    );
    expect(creeps.length).toBeGreaterThan(2);
    for (const incident of creeps) {
      const rateOf = (of: typeof rows, from: number, to: number): number =>
        mean(
          of
            .get(incident.subscriber)!
            .filter((row) => row.snapshotAt > from && row.snapshotAt <= to && row.ageSeconds > 60)
            .map(rateOfRow),
        );
      const rateIn = (from: number, to: number): number => rateOf(rows, from, to) / rateOf(calmRows, from, to);
      const [rise, plateau] = incident.phases;
      const early = rateIn(rise!.from, rise!.from + 6 * 3600);
      const late = rateIn(rise!.to - 6 * 3600, rise!.to);
      const full = rateIn(plateau!.from + 600, plateau!.to);
      expect(late).toBeGreaterThan(1.5 * early);
      expect(full).toBeGreaterThan(0.9 * late);
    }
  });
});
