import { describe, expect, it } from 'vitest';
import { ConfigError } from '../settings/config-error.ts';
import { evaluateUsage, readEvaluateOptions } from './evaluate-options.ts';
import { evaluationSeeds, tuningSeeds } from './seeds.ts';

async function faultsOf(...args: string[]): Promise<readonly string[]> {
  try {
    await readEvaluateOptions(args);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults;
  }
}

describe('the options of evaluate', () => {
  it('are full size, both worlds and one evaluation seed unless told otherwise', async () => {
    expect(await readEvaluateOptions([])).toMatchObject({
      worlds: ['flat', 'real'],
      subscribers: 20_000,
      days: 14,
      quietDays: 7,
      seeds: evaluationSeeds.slice(0, 1),
      json: null,
    });
  });

  it('take seeds by name, one or as many as told, or as a list', async () => {
    expect((await readEvaluateOptions(['--seeds', 'tuning']))?.seeds).toEqual([tuningSeeds[0]]);
    expect((await readEvaluateOptions(['--seeds', 'tuning:8']))?.seeds).toEqual(tuningSeeds);
    expect((await readEvaluateOptions(['--seeds', 'evaluation:2']))?.seeds).toEqual(evaluationSeeds.slice(0, 2));
    expect((await readEvaluateOptions(['--seeds', '5,4294967295']))?.seeds).toEqual([5, 4_294_967_295]);
  });

  it('take one world', async () => {
    expect((await readEvaluateOptions(['--world', 'real']))?.worlds).toEqual(['real']);
  });

  it('give null when help is asked for, and the help names every option', async () => {
    expect(await readEvaluateOptions(['--help', '--days', 'x'])).toBeNull();
    const named = ['world', 'subscribers', 'days', 'quiet-days', 'seeds', 'noise', 'alert-budget', 'rule', 'json'];
    expect(named.filter((name) => !evaluateUsage.includes(`--${name} `))).toEqual([]);
  });

  it.each([
    [['--world', 'round'], '--world is "round", expected one of flat, real, both.'],
    [['--days', '0'], '--days is "0", expected a whole number from 1 to 365.'],
    [
      ['--seeds', '1,1'],
      '--seeds is "1,1", expected evaluation, tuning, or different whole numbers below 4294967296 with commas between them.',
    ],
    [
      ['--seeds', 'evaluation:6'],
      '--seeds is "evaluation:6", expected evaluation, or evaluation:1 to evaluation:5 for so many of its seeds.',
    ],
    [['--attacks-per-day', '-1'], '--attacks-per-day is "-1", expected a number from 0 to 100.'],
    [['--noise', '11'], '--noise is "11", expected a number from 0 to 10.'],
    [['--json'], '--json is given without a value, expected a file.'],
    [['--weeks', '3'], 'There is no option --weeks; --help lists those there are.'],
    [['fast'], '"fast" is not an option of evaluate; --help lists those there are.'],
  ])('tell what is wrong with %j', async (args, fault) => {
    expect(await faultsOf(...args)).toEqual([fault]);
  });

  it('tell every fault at once', async () => {
    expect(await faultsOf('--days', 'x', '--subscribers', '0', 'fast', '--rule', import.meta.filename)).toHaveLength(4);
  });
});

describe('the seeds', () => {
  it('to choose numbers with are none of those to judge by', () => {
    expect(tuningSeeds.filter((seed) => evaluationSeeds.includes(seed))).toEqual([]);
  });
});
