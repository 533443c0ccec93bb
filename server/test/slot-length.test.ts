import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../src/ingest/simulated/truth.ts';
import { runReplay } from '../src/replay/replay-command.ts';
import { runSimulate } from '../src/commands/simulate.ts';
import { writeQuickRule } from './quick-rule.ts';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type Rates, type SnapshotFolder } from './snapshot-folder.ts';

/** A bit more than a day of quarters of an hour. */
const learned = 100;
const usual = (slot: number): Rates => ({
  '4114': [20_000 + 900 * Math.sin(slot), 90_000 + 4000 * Math.cos(slot)],
  '7560': [50_000, 100_000 + 700 * Math.sin(2 * slot)],
});

describe('slots of a quarter of an hour, as IPDR reports', () => {
  let folder: SnapshotFolder;
  let data: string;
  let app: RunningApp;

  beforeAll(async () => {
    folder = await createSnapshotFolder(900);
    data = await mkdtemp(join(tmpdir(), 'tidewatch-data-'));
    for (let slot = 0; slot < learned; slot++) await folder.write('62.0', slot, usual(slot));
    app = await start();
  });
  afterAll(async () => {
    await app.stop();
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  });

  async function start(): Promise<RunningApp> {
    const rule = await writeQuickRule(data, { closeMinutes: 30 });
    return startAppOn(folder, data, '--slot-length', '900', '--lateness', '0', '--rule', rule);
  }

  interface Ingest {
    ingest: {
      dataAsOf: string | null;
      slotSeconds: number;
      accounting: { files: number; accepted: number; dropped: unknown[] };
    };
  }
  const ingest = '{ ingest { dataAsOf slotSeconds accounting { files accepted dropped { reason } } } }';

  it('are read, judged and told of by their own length', async () => {
    for (let slot = learned; slot < learned + 3; slot++)
      await folder.write('62.0', slot, { ...usual(slot), '4114': [2_000_000, 90_000] });
    const { ingest: status } = await app.until<Ingest>(
      ingest,
      (answer) => answer.ingest.dataAsOf === '2024-01-02T01:45:00Z',
    );
    expect(status).toMatchObject({ slotSeconds: 900, accounting: { files: 103, accepted: 206, dropped: [] } });
    const { anomalies } = await app.query<{ anomalies: { edges: { node: Record<string, unknown> }[] } }>(
      '{ anomalies { edges { node { kind openedAt detectedAt slots reason subscriber { number } } } } }',
    );
    expect(anomalies.edges.map(({ node }) => node)).toEqual([
      {
        kind: 'BURST',
        openedAt: '2024-01-02T01:00:00Z',
        detectedAt: '2024-01-02T01:15:00Z',
        // As it was last told of: when its length had doubled.
        slots: 2,
        reason: expect.stringMatching(/^Uploaded 1\.8 GB between 2024-01-02 01:00 and 01:15, usually /),
        subscriber: { number: '4114' },
      },
    ]);
  });

  it('have points of a quarter of an hour, and four to the hour', async () => {
    const range = 'timeRange: { from: "2024-01-02T00:00:00Z", to: "2024-01-02T01:00:00Z" }';
    const { slots, hours } = await app.query<
      Record<'slots' | 'hours', { traffic: { start: string; downBytes: string }[] }>
    >(
      `{ slots: subscriber(number: "7560") { traffic(${range}) { start downBytes } }
         hours: subscriber(number: "7560") { traffic(${range}, resolution: HOUR) { start downBytes } } }`,
    );
    expect(slots.traffic.map(({ start: at }) => at.slice(11, 16))).toEqual(['00:00', '00:15', '00:30', '00:45']);
    const sum = slots.traffic.reduce((total, { downBytes }) => total + Number(downBytes), 0);
    expect(hours.traffic.map(({ downBytes }) => Number(downBytes))).toEqual([sum]);
  });

  it('go on after a restart, to the end of the anomaly, and are not mixed with others', async () => {
    await app.stop();
    await expect(startAppOn(folder, data, '--lateness', '0')).rejects.toThrow('900');
    app = await start();
    for (let slot = learned + 3; slot < learned + 16; slot++) await folder.write('62.0', slot, usual(slot));
    await app.until<Ingest>(ingest, (answer) => answer.ingest.dataAsOf === '2024-01-02T05:00:00Z');
    const { anomalies } = await app.query<{ anomalies: { edges: unknown[] } }>(
      '{ anomalies { edges { node { status closedAt slots } } } }',
    );
    expect(anomalies.edges).toEqual([{ node: { status: 'CLOSED', closedAt: '2024-01-02T01:45:00Z', slots: 3 } }]);
  });
});

describe('a simulated week in slots of a quarter of an hour', () => {
  it('has its attacks found by the built-in rule', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidewatch-quarters-'));
    try {
      const world = ['--world', 'flat', '--subscribers', '200', '--days', '10', '--quiet-days', '6', '--seed', '3'];
      await runSimulate(
        [folder, ...world, '--attacks-per-day', '20', '--slot-length', '900', '--no-network-events', '--force'],
        {
          write: () => undefined,
        },
      );
      const out = join(folder, 'anomalies.ndjson');
      await runReplay([folder, '--devices', join(folder, 'psxattrs.csv'), '--slot-length', '900', '--out', out], {
        write: () => undefined,
      });
      const { incidents } = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as Truth;
      const found = (await readFile(out, 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { subscriber: string | null }).subscriber);
      const lasting = incidents.filter(({ benign, onset, end, strength }) => {
        return !benign && end - onset >= 6 * 3600 && Math.max(strength.up, strength.down) >= 4;
      });
      expect(lasting.length).toBeGreaterThan(3);
      const missed = lasting.filter(({ subscriber }) => !found.includes(subscriber));
      expect(missed.length).toBeLessThanOrEqual(lasting.length / 4);
      // Nobody is flagged to whom nothing happened, but for a few.
      const attacked = new Set(incidents.map(({ subscriber }) => subscriber));
      expect(found.filter((subscriber) => subscriber === null || !attacked.has(subscriber)).length).toBeLessThan(6);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
