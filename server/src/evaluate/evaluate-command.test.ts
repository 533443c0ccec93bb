import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../settings/config-error.ts';
import { ruleFor } from '../domain/rule.ts';
import { defaultRuleSettings } from '../domain/rule-parameters.ts';
import { runEvaluate } from './evaluate-command.ts';
import type { EvaluationReport } from './evaluation-report.ts';

const size = '--subscribers 300 --days 4 --quiet-days 2 --seeds 3,4 --attacks-per-day 20'.split(' ');

let folder: string;
let markdown = '';
let messages = '';
let report: EvaluationReport;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-evaluate-'));
  const file = join(folder, 'report.json');
  const code = await runEvaluate(
    [...size, '--json', file],
    { write: (text) => (markdown += text) },
    { write: (text) => (messages += text) },
  );
  expect(code).toBe(0);
  report = JSON.parse(await readFile(file, 'utf8')) as EvaluationReport;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the report', () => {
  it('has both worlds, with all subscribers of both seeds', () => {
    expect(report.worlds.map(({ world }) => world)).toEqual(['flat', 'real']);
    expect(report.worlds.map(({ subscriberDays }) => subscriberDays)).toEqual([2400, 2400]);
    expect(report.options).toMatchObject({ subscribers: 300, days: 4, quietDays: 2, seeds: [3, 4] });
  });

  it('has the same rules in both, with the same incidents to find', () => {
    for (const { rules } of report.worlds) {
      expect(rules.map(({ rule }) => rule)).toEqual(report.worlds[0]!.rules.map(({ rule }) => rule));
      const incidents = rules.map((rule) =>
        [rule.attacks, rule.lookAlikes].map((rows) => rows.map((row) => [row.label, row.incidents])),
      );
      for (const one of incidents) expect(one).toEqual(incidents[0]);
    }
  });

  it('adds up', () => {
    for (const { rules, attackedSubscriberDays, subscriberDays, baseRate } of report.worlds) {
      expect(attackedSubscriberDays).toBeGreaterThan(0);
      expect(baseRate).toBe(attackedSubscriberDays / subscriberDays);
      for (const rule of rules) {
        expect(rule.trueEpisodes + rule.falseEpisodes).toBe(rule.episodes);
        expect(rule.onLookAlikes).toBeLessThanOrEqual(rule.falseEpisodes);
        expect(rule.kinds.reduce((sum, one) => sum + one.falseEpisodes, 0)).toBe(rule.falseEpisodes);
        expect(rule.kinds.reduce((sum, one) => sum + one.trueEpisodes, 0)).toBe(rule.trueEpisodes);
        const { rate, low, high } = rule.falsePerThousandDay;
        expect(rate * 2.4).toBeCloseTo(rule.falseEpisodes, 9);
        expect(low).toBeLessThanOrEqual(rate);
        expect(high).toBeGreaterThan(rate);
        expect(rule.averagePrecision).toBeGreaterThan(0);
        expect(rule.averagePrecision).toBeLessThanOrEqual(1);
        expect(rule.alerts.trueOnes).toBeLessThanOrEqual(Math.min(rule.alerts.count, rule.trueEpisodes));
        const byKind = rule.attacks.slice(0, -2);
        expect(byKind.reduce((sum, row) => sum + row.incidents, 0)).toBe(rule.attacks.at(-1)!.incidents);
        expect(byKind.reduce((sum, row) => sum + row.found, 0)).toBe(rule.attacks.at(-1)!.found);
        for (const { found, incidents, share } of [...rule.attacks, ...rule.lookAlikes]) {
          expect(share).toBe(incidents === 0 ? null : found / incidents);
        }
      }
    }
  });

  it('is printed as tables with a column a rule, and says what the numbers mean', () => {
    expect(markdown).toMatch(/^# Detection quality on simulated truth\n/);
    const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
    for (const { rules } of report.worlds)
      for (const { rule } of rules)
        expect(lines.filter((line) => line.includes(` ${rule} |`)).length).toBeGreaterThan(0);
    for (const { label } of report.worlds[0]!.rules[0]!.attacks) expect(markdown).toContain(`| ${label} |`);
    for (const definition of report.definitions) expect(markdown).toContain(definition);
  });

  it('is alone on standard output: how far it has come is told beside it', () => {
    expect(messages).toContain('24 of 24 days simulated and judged');
    expect(markdown).not.toContain('simulated and judged');
  });
});

describe('a rule file', () => {
  it('takes the place of Tidewatch’s built-in numbers, and of no other rule’s', async () => {
    const [file, json] = [join(folder, 'slow.json'), join(folder, 'slow-report.json')];
    await writeFile(file, '{ "networkLearningDays": 60 }');
    const output = { write: () => undefined };
    expect(await runEvaluate([...size, '--world', 'flat', '--rule', file, '--json', json], output, output)).toBe(0);
    const slow = JSON.parse(await readFile(json, 'utf8')) as EvaluationReport;
    expect(report.options.ruleVersion).toBe(ruleFor(600).version);
    expect(slow.options.ruleVersion).toBe(ruleFor(600, { ...defaultRuleSettings, networkLearningDays: 60 }).version);
    const [before, after] = [report.worlds[0]!.rules, slow.worlds[0]!.rules];
    expect(after[0]!.episodes).toBeLessThan(before[0]!.episodes);
    expect(after[1]).toEqual(before[1]);
  });
});

describe('a file that can’t be written', () => {
  it('is told of before the work begins', async () => {
    let told = '';
    const output = { write: (text: string) => (told += text) };
    const json = join(folder, 'none', 'report.json');
    await expect(runEvaluate(['--json', json], output, output)).rejects.toThrow(ConfigError);
    expect(told).toBe('');
  });
});
