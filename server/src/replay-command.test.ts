import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { runReplay } from './replay-command.ts';
import { runSimulate } from './simulate.ts';

let folder: string;
const quiet = { write: () => undefined };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-replay-'));
  expect(
    await runSimulate(
      [
        join(folder, 'week'),
        '--world',
        'flat',
        '--subscribers',
        '60',
        '--days',
        '5',
        '--seed',
        '3',
        '--attacks-per-day',
        '100',
      ],
      quiet,
    ),
  ).toBe(0);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function replay(
  name: string,
  ...more: string[]
): Promise<{ lines: Record<string, unknown>[]; text: string; summary: string }> {
  const out = join(folder, name);
  let summary = '';
  await runReplay([join(folder, 'week'), '--devices', join(folder, 'week', 'psxattrs.csv'), '--out', out, ...more], {
    write: (text) => (summary += text),
  });
  const text = await readFile(out, 'utf8');
  return {
    lines: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
    text,
    summary,
  };
}

describe('replay', () => {
  it('writes one line an anomaly with the fields of the contract, and accounts for every row', async () => {
    const { lines, summary } = await replay('a.ndjson');
    expect(lines.length).toBeGreaterThan(0);
    const fields = [
      'id',
      'subscriber',
      'device',
      'kind',
      'severity',
      'openedAt',
      'detectedAt',
      'closedAt',
      'upBytesPerSecond',
      'downBytesPerSecond',
      'expected',
      'score',
      'reason',
    ];
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(fields);
      expect(Object.keys(line['expected'] as object)).toEqual(['lowUp', 'highUp', 'lowDown', 'highDown']);
      const [opened, detected] = [Date.parse(line['openedAt'] as string), Date.parse(line['detectedAt'] as string)];
      expect(detected - opened).toBeGreaterThanOrEqual(3 * 600_000);
      expect(line['openedAt']).toMatch(/^2024-01-0\dT\d\d:\d0:00Z$/);
    }
    const [, rows, accepted, dropped] = /(\d+) rows = (\d+) accepted .* \+ (\d+) dropped/.exec(summary)!;
    expect(Number(rows)).toBe(Number(accepted) + Number(dropped));
  });

  it('gives the same bytes every time', async () => {
    expect((await replay('b.ndjson')).text).toBe((await replay('c.ndjson')).text);
  });

  it('finds the subscribers that were attacked hard, which the seed rule drowns in false ones', async () => {
    const truth = JSON.parse(await readFile(join(folder, 'week', 'truth.json'), 'utf8')) as {
      incidents: { subscriber: string; kind: string; nominal: string }[];
    };
    const attacked = new Set(
      truth.incidents
        .filter(({ kind, nominal }) => nominal === 'x10' && kind !== 'slow-creep')
        .map((incident) => incident.subscriber),
    );
    const found = new Set((await replay('d.ndjson')).lines.map((line) => line['subscriber']));
    expect(attacked.size).toBeGreaterThan(0);
    expect([...attacked].filter((subscriber) => found.has(subscriber)).length).toBeGreaterThanOrEqual(
      attacked.size / 2,
    );
    const seed = await replay('e.ndjson', '--rule', 'seed');
    expect(new Set(seed.lines.map((line) => line['subscriber'])).size).toBeGreaterThan(50);
  });

  it('tells every fault of the command line at once', async () => {
    const wrong = runReplay(['nowhere', '--devices', 'none.csv', '--rule', 'best', '--colour'], quiet);
    await expect(wrong).rejects.toThrow(ConfigError);
    await expect(wrong).rejects.toMatchObject({
      faults: [
        'There is no option --colour; --help lists those there are.',
        '"nowhere" is not a folder that can be read.',
        '--out is missing, expected a file for the anomalies, or - for standard output.',
        '--rule is "best", expected one of tidewatch, seed.',
        expect.stringContaining('--devices "none.csv" can\'t be read'),
      ],
    });
  });

  it('says before it reads anything that its output can not be written', async () => {
    const out = join(folder, 'missing', 'g.ndjson');
    let told = '';
    const args = [join(folder, 'week'), '--devices', join(folder, 'week', 'psxattrs.csv'), '--out', out];
    await expect(runReplay(args, { write: (text) => (told += text) })).rejects.toMatchObject({
      exitCode: 78,
      faults: [expect.stringContaining(`--out is "${out}", expected a file that can be written: ENOENT`)],
    });
    expect(told).toBe('');
  });

  it('takes the length of a slot, and refuses one that does not fit into the hour', async () => {
    expect((await replay('h.ndjson', '--slot-length', '1200')).summary).not.toBe((await replay('i.ndjson')).summary);
    await expect(replay('j.ndjson', '--slot-length', '700', '--lateness', 'true', '--rule')).rejects.toMatchObject({
      faults: [
        '--rule is given without a value, expected name.',
        '--slot-length is "700", expected a divisor of 3600.',
        '--lateness is "true", expected a whole number from 0 to 86400.',
      ],
    });
  });

  it('leaves out a file that can not be used, and says so', async () => {
    const broken = join(folder, 'week', 'psx_62.0_2024-01-09 00:00:00.csv');
    await writeFile(broken, '<html>');
    const { summary } = await replay('f.ndjson');
    await rm(broken);
    expect(summary).toContain('psx_62.0_2024-01-09 00:00:00.csv is left out: The first line has 1 column by');
  });
});
