import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../settings/config-error.ts';
import { defaultRuleSettings } from '../domain/rule-parameters.ts';
import { runReplay } from './replay-command.ts';
import { runSimulate } from '../commands/simulate.ts';

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
        '9',
        '--quiet-days',
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
      'uploadShare',
      'usualUploadShare',
      'cohort',
      'cohortShareBelow',
      'score',
      'reason',
      'hint',
      'alerted',
      'ruleVersion',
    ];
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(fields);
      expect(Object.keys(line['expected'] as object)).toEqual(['lowUp', 'highUp', 'lowDown', 'highDown']);
      const [opened, detected] = [Date.parse(line['openedAt'] as string), Date.parse(line['detectedAt'] as string)];
      expect(detected - opened).toBeGreaterThanOrEqual(600_000);
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

  it('compares two rules in one pass: what stays, what newly fires and what vanishes', async () => {
    const strict = join(folder, 'strict.json');
    await writeFile(strict, '{ "burstFactor": 1000, "repeatedBurstFactor": 1000 }');
    const before = (await replay('k.ndjson')).lines;
    const after = (await replay('l.ndjson', '--rule', strict)).lines;
    expect(after.length).toBeLessThan(before.length);
    const { lines, summary } = await replay('m.ndjson', '--rule', 'tidewatch', '--rule', strict);
    const of = (rule: string): number => lines.filter((line) => line['rule'] === rule).length;
    expect(of('both') + of(strict)).toBe(after.length);
    expect(of('tidewatch')).toBeGreaterThan(0);
    expect(lines).toHaveLength(of('both') + of(strict) + of('tidewatch'));
    expect(summary).toContain(
      `From tidewatch to ${strict}: ${of('both')} stay, ${of(strict)} newly fire, ${of('tidewatch')} vanish; `,
    );
    const vanished = lines.find((line) => line['rule'] === 'tidewatch') as Record<string, string>;
    expect(summary).toMatch(
      new RegExp(`Vanishes: ${vanished['subscriber']}, ${vanished['kind']}, ${vanished['openedAt']} `),
    );
    expect(new Set(before.map((line) => line['ruleVersion']))).not.toContain(after[0]!['ruleVersion']);
  });

  it('finds no difference between two files that mean the same', async () => {
    const paths = [join(folder, 'one.json'), join(folder, 'two.json')] as const;
    await writeFile(paths[0], '{}');
    await writeFile(paths[1], `{ "networkLearningDays": ${defaultRuleSettings.networkLearningDays}.0 }`);
    const { lines } = await replay('n.ndjson', '--rule', paths[0], '--rule', paths[1]);
    expect(lines.length).toBeGreaterThan(0);
    expect(new Set(lines.map((line) => line['rule']))).toEqual(new Set(['both']));
  });

  it('compares with the rule of the system before, and lists few of many changes', async () => {
    const { lines, summary } = await replay('o.ndjson', '--rule', 'seed', '--rule', 'tidewatch');
    const vanished = lines.filter((line) => line['rule'] === 'seed').length;
    expect(vanished).toBeGreaterThan(50);
    expect(summary.match(/^Vanishes: /gm)).toHaveLength(51);
    expect(summary).toContain(`Vanishes: ${vanished - 50} more, which the output has.`);
  });

  it('compares with those on the same plan, as a table of subscribers tells', async () => {
    const table = join(folder, 'subscribers.csv');
    const [header, ...rows] = (await readFile(join(folder, 'week', 'subscribers.csv'), 'utf8')).trim().split('\n');
    const onOnePlan = rows.map((row) => row.replace(/,.*/, ',P3,'));
    await writeFile(table, [header, ...onOnePlan].join('\n'));
    const cohorts = async (...more: string[]) =>
      new Set((await replay('r.ndjson', ...more)).lines.map((line) => line['cohort']));
    expect(await cohorts()).toContain('of the network');
    expect(await cohorts('--subscribers', table)).toContain('on plan P3');
    await writeFile(table, 'Id\n');
    await expect(replay('s.ndjson', '--subscribers', table)).rejects.toMatchObject({
      faults: [
        `--subscribers "${table}": Line 1 of the table of subscribers is "aa" (a for each letter, 9 for each digit), expected IdSubscriber,Plan,Type.`,
      ],
    });
    await expect(replay('t.ndjson', '--subscribers', join(folder, 'none.csv'))).rejects.toMatchObject({
      faults: [expect.stringMatching('^--subscribers ".*none.csv" can\'t be read: ENOENT')],
    });
  });

  it('takes no more than two rules, and tells what is wrong in a rule file', async () => {
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, '{ "networkLearningDays": 0 }');
    await expect(replay('p.ndjson', '--rule', 'seed', '--rule', wrong)).rejects.toMatchObject({
      faults: [`--rule "${wrong}": "networkLearningDays" is 0, expected a whole number from 1 to 60 (days).`],
    });
    await expect(replay('q.ndjson', '--rule=seed', '--rule=seed', '--rule=seed')).rejects.toMatchObject({
      faults: ['--rule is given 3 times, expected once, or twice to compare two rules.'],
    });
  });

  it('tells every fault of the command line at once', async () => {
    const wrong = runReplay(['nowhere', '--devices', 'none.csv', '--rule', 'best', '--colour'], quiet);
    await expect(wrong).rejects.toThrow(ConfigError);
    await expect(wrong).rejects.toMatchObject({
      faults: [
        'There is no option --colour; --help lists those there are.',
        '"nowhere" is not a folder that can be read.',
        '--out is missing, expected a file for the anomalies, or - for standard output.',
        expect.stringMatching('^--rule "best" can\'t be read: ENOENT.*, expected tidewatch, seed or a rule file\\.$'),
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
        '--rule is given without a value, expected tidewatch, seed or a rule file.',
        '--slot-length is "700", expected a divisor of 3600.',
        '--lateness is "true", expected a whole number from 0 to 86400.',
      ],
    });
  });

  it('leaves out a file that can not be used, and says so', async () => {
    const broken = join(folder, 'week', 'psx_62.0_2024-01-19 00:00:00.csv');
    await writeFile(broken, '<html>');
    const { summary } = await replay('f.ndjson');
    await rm(broken);
    expect(summary).toContain('psx_62.0_2024-01-19 00:00:00.csv is left out: The first line has 1 column by');
  });
});
