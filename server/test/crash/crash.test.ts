import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rounds, tellFigure } from '../faults/rounds.ts';
import { createIngestPlace, type IngestPlace, type Told } from './ingest-place.ts';

/** Half of them are killed around a commit, half around a checkpoint. */
const seeds = Array.from({ length: rounds({ quick: 4, whole: 50 }) }, (_, seed) => seed + 1);
let place: IngestPlace;
let uninterrupted: Told;

beforeAll(async () => {
  place = await createIngestPlace();
  uninterrupted = await place.ingest('reference');
}, 120_000);

afterAll(() => place.remove());

function expectAsUninterrupted({ held, detector }: Told): void {
  expect(held).toEqual(uninterrupted.held);
  expect(detector).toEqual(uninterrupted.detector);
}

describe('kill -9', () => {
  it('has something to lose in this test: anomalies that were opened, updated and closed, dead letters and late rows', () => {
    const reference = uninterrupted.held;
    expect(reference.anomalies.length).toBeGreaterThan(3);
    const types = reference.events.flatMap(([, events]) => events.map(({ type }) => type));
    expect(new Set(types)).toEqual(new Set(['opened', 'updated', 'closed']));
    expect(reference.deadLetters.length).toBeGreaterThan(10);
    expect(reference.accounting.late).toBeGreaterThan(5);
    expect(reference.accounting.rows).toBe(reference.accounting.accepted + reference.deadLetters.length);
    expect(uninterrupted.detector.closedThrough).toBe(reference.closedThrough);
    expect(uninterrupted.detector.subscribers.length).toBe(40);
  });

  let wentOnFromCheckpoint = 0;

  it.each(seeds)(
    'changes nothing: totals, anomalies and the detector’s state are those of an uninterrupted run (seed %i)',
    async (seed) => {
      const name = `killed-${seed}`;
      expect(await place.ingestUntilKilled(name, seed)).toBe(true);
      // Killed a second time on the way back, then left alone.
      await place.ingestUntilKilled(name, seed + 1000);
      const told = await place.ingest(name);
      expectAsUninterrupted(told);
      if (told.restoredFrom !== null) wentOnFromCheckpoint++;
      await rm(place.dataOf(name), { recursive: true, force: true });
    },
    120_000,
  );

  it('has a checkpoint to go on from most of the time', () => {
    expect(wentOnFromCheckpoint).toBeGreaterThan(seeds.length / 2);
    tellFigure(
      'kill -9 twice while snapshots are ingested',
      `${seeds.length} seeds, 0 rows lost, 0 doubled, anomalies and state bit for bit`,
    );
  });
});

describe('the clock of the machine', () => {
  /** Runs before anything else, so that nobody has another clock. */
  const preload = (lines: string): string[] => ['--import', `data:text/javascript,${encodeURIComponent(lines)}`];
  const clocks = {
    'is three days ahead': 'const real = Date.now; Date.now = () => real() + 3 * 86400000;',
    'is five minutes behind': 'const real = Date.now; Date.now = () => real() - 300000;',
    'is set back by an hour while it works':
      'const real = Date.now; const begun = real(); Date.now = () => real() - (real() - begun > 500 ? 3600000 : 0);',
  };

  it.each(Object.entries(clocks))('has no part in what is judged: it %s', async (name, lines) => {
    expectAsUninterrupted(await place.ingest(name, preload(lines)));
    tellFigure(`a clock that ${name}`, 'totals, anomalies and state bit for bit');
  });
});

describe('a backup', () => {
  it('of the stopped data folder, restored elsewhere by tar, goes on as the original would have', async () => {
    await place.ingestUntilKilled('original', 1);
    const archive = `${place.dataOf('original')}.tar`;
    execFileSync('tar', ['-cf', archive, '-C', place.dataOf('original'), '.']);
    await rm(place.dataOf('original'), { recursive: true });
    await mkdir(place.dataOf('restored'));
    execFileSync('tar', ['-xf', archive, '-C', place.dataOf('restored')]);
    expectAsUninterrupted(await place.ingest('restored'));
  });
});
