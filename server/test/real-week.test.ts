/**
 * A real week, where it is at hand: TIDEWATCH_REAL_WEEK names a folder with telecom10k.tar.xz (CC BY 4.0, from the public
 * TelecomX data set) and psxattrs.csv. The data is not part of the repository; without it this file is not run.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runReplay } from '../src/replay/replay-command.ts';
import { startApp, type RunningApp } from './running-app.ts';

const source = process.env['TIDEWATCH_REAL_WEEK'] ?? '';
let folder: string;
let app: RunningApp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-week-'));
  execFileSync('tar', ['-xJf', join(source, 'telecom10k.tar.xz'), '-C', folder]);
  app = await startApp([
    '--snapshots',
    join(folder, 'telecom10k'),
    '--devices',
    join(source, 'psxattrs.csv'),
    '--data',
    join(folder, 'data'),
    '--raw-retention',
    '3650',
    '--hourly-retention',
    '3650',
  ]);
}, 120_000);

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Counted {
  rows: number;
  negative: number;
  upBytes: number;
  subscribers: number;
}

/** The same figures the slow and obvious way, by none of the code under test: split, Date, a Set. */
function countIndependently(): Counted {
  const counted = { rows: 0, negative: 0, upBytes: 0 };
  const subscribers = new Set<string>();
  for (const name of readdirSync(join(folder, 'telecom10k'))) {
    const snapshotAt = Date.parse(`${name.slice(9, 19)}T${name.slice(20, 28)}Z`) / 1000;
    const bits = name.endsWith('.txt');
    for (const line of readFileSync(join(folder, 'telecom10k', name), 'utf8')
      .trim()
      .split('\n')
      .slice(1)) {
      const [, , subscriber, , end, age, up, down] = line.split(bits ? '|' : ',');
      counted.rows++;
      if (Number(up) < 0 || Number(down) < 0) {
        counted.negative++;
        continue;
      }
      subscribers.add(subscriber!);
      counted.upBytes +=
        Number(age) === 0
          ? 0
          : (Number(up) / (bits ? 8 : 1)) * (secondsOfLastSlot(end!, Number(age), snapshotAt) / Number(age));
    }
  }
  return { ...counted, subscribers: subscribers.size };
}

/** How much of its last slot a session covered. A session that ended on the border covered the end of the slot before. */
function secondsOfLastSlot(end: string, age: number, snapshotAt: number): number {
  if (end === '') return Math.min(age, 600);
  const [day, month, year, time] = end.split(/[-/ ]/);
  const endedAt = Date.parse(`${year}-${month}-${day}T${time}Z`) / 1000;
  const intoSlot = endedAt - (snapshotAt - 600);
  return Math.min(age, intoSlot === 0 ? 600 : intoSlot);
}

interface Account {
  ingest: {
    phase: string;
    accounting: {
      files: number;
      rows: number;
      accepted: number;
      late: number;
      dropped: { reason: string; rows: number }[];
    };
  };
  statistics: { subscriberCount: number; upBytes: string };
}
const account =
  '{ ingest { phase accounting { files rows accepted late dropped { reason rows } } } statistics { subscriberCount upBytes } }';

describe('the real week', () => {
  it('accounts for every one of its rows, as an independent count does', async () => {
    const { ingest, statistics } = await app.until<Account>(account, (answer) => answer.ingest.phase === 'LIVE');
    const counted = countIndependently();
    expect(ingest.accounting).toEqual({
      files: 6048,
      rows: counted.rows,
      accepted: counted.rows - counted.negative,
      late: 18,
      dropped: [{ reason: 'NEGATIVE_COUNTER', rows: counted.negative }],
    });
    expect(counted).toMatchObject({ rows: 649_158, negative: 115 });
    expect(statistics.subscriberCount).toBe(counted.subscribers);
    // Each row is rounded to a whole byte.
    expect(Math.abs(Number(statistics.upBytes) - counted.upBytes)).toBeLessThan(counted.rows / 2);
  }, 120_000);

  it('has a dead letter for each of the rows with a negative counter', async () => {
    const document = '{ ingest { deadLetters(first: 500) { edges { node { file line column reason given } } } } }';
    const { ingest } = await app.query<{
      ingest: { deadLetters: { edges: { node: { file: string; line: number; column: string; given: string } }[] } };
    }>(document);
    expect(ingest.deadLetters.edges).toHaveLength(115);
    for (const { node } of ingest.deadLetters.edges) {
      const line = readFileSync(join(folder, 'telecom10k', node.file), 'utf8').split('\n')[node.line - 1]!;
      expect(line.split(/[|,]/)[node.column === 'UpTx' ? 6 : 7]).toBe(node.given);
    }
  });

  it.each([
    ['tidewatch', 1, 5],
    ['seed', 573, 573],
  ])(
    'flags with the rule %s from %i to %i of its 635 subscribers, 5548 among them',
    async (rule, least, most) => {
      const out = join(folder, `${rule}.ndjson`);
      await runReplay(
        [join(folder, 'telecom10k'), '--devices', join(source, 'psxattrs.csv'), '--out', out, '--rule', rule],
        { write: () => undefined },
      );
      const flagged = new Set(
        readFileSync(out, 'utf8')
          .trim()
          .split('\n')
          .flatMap((line) => (JSON.parse(line) as { subscriber: string | null }).subscriber ?? []),
      );
      expect(flagged).toContain('5548');
      expect(flagged.size).toBeGreaterThanOrEqual(least);
      expect(flagged.size).toBeLessThanOrEqual(most);
    },
    60_000,
  );

  it('finds live what it finds in a replay', async () => {
    const { anomalies } = await app.query<{
      anomalies: { edges: { node: { subscriber: { number: string } | null; reason: string } }[] };
    }>('{ anomalies { edges { node { reason subscriber { number } } } } }');
    const live = anomalies.edges.map(({ node }) => `${node.subscriber?.number ?? null} ${node.reason}`).sort();
    const replayed = readFileSync(join(folder, 'tidewatch.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { subscriber: string | null; reason: string });
    expect(live).toEqual(replayed.map(({ subscriber, reason }) => `${subscriber} ${reason}`).sort());
  });
});
