import { describe, expect, it } from 'vitest';
import type { DecidedEpisode } from './evaluated-rule.ts';
import type { KnownIncident } from './known-incident.ts';
import { matchEpisodes } from './match-episodes.ts';

const hour = 3600;
const time = { from: 7 * 24 * hour, days: 3 };
const until = time.from + time.days * 24 * hour;

const attack = (onset: number, end: number, subscriber = 0): KnownIncident => ({
  subscriber,
  kind: 'takeover',
  nominal: 'x3',
  factor: 3,
  benign: false,
  onset: time.from + onset,
  end: time.from + end,
});
const lookAlike = (onset: number, end: number): KnownIncident => ({
  ...attack(onset, end),
  kind: 'speed-test',
  benign: true,
});
const episode = (at: number, subscriber = 0): DecidedEpisode => ({
  subscriber,
  kind: 'surge',
  detectedAt: time.from + at,
  score: 5,
  alerted: true,
});

function counts(episodes: readonly DecidedEpisode[], incidents: readonly KnownIncident[]) {
  const matching = matchEpisodes(episodes, incidents, time);
  const { trueEpisodes, falseEpisodes, quietEpisodes, firstDetection } = matching;
  const found = incidents.map((incident) => {
    const at = firstDetection.get(incident);
    return at == null ? at : at - time.from;
  });
  return { true: trueEpisodes.length, false: falseEpisodes.length, quiet: quietEpisodes, found };
}

describe('an episode', () => {
  it.each([
    ['a second before the onset', hour - 1, false],
    ['at the onset', hour, true],
    ['in the attack', 2 * hour, true],
    ['an hour after its end', 4 * hour, true],
    ['later than that', 4 * hour + 1, false],
  ])('detected %s is judged accordingly', (_, at, isTrue) => {
    expect(counts([episode(at)], [attack(hour, 3 * hour)])).toEqual({
      true: Number(isTrue),
      false: Number(!isTrue),
      quiet: 0,
      found: [isTrue ? at : null],
    });
  });

  it('of another subscriber is false', () => {
    expect(counts([episode(2 * hour, 1)], [attack(hour, 3 * hour)])).toMatchObject({ true: 0, false: 1 });
  });

  it('in the quiet days is neither true nor false', () => {
    expect(counts([episode(-hour)], [attack(-2 * hour, hour)])).toEqual({
      true: 0,
      false: 0,
      quiet: 1,
      found: [undefined],
    });
  });

  it('on a look-alike is false, and the look-alike has fired', () => {
    const [episodes, incidents] = [[episode(2 * hour), episode(9 * hour)], [lookAlike(hour, 3 * hour)]];
    expect(counts(episodes, incidents)).toMatchObject({ false: 2, found: [2 * hour] });
    expect(matchEpisodes(episodes, incidents, time).onLookAlikes).toBe(1);
  });

  it('that an attack explains leaves a look-alike of the same time alone', () => {
    const incidents = [lookAlike(hour, 3 * hour), attack(hour, 3 * hour)];
    expect(counts([episode(2 * hour)], incidents)).toMatchObject({ true: 1, found: [null, 2 * hour] });
  });
});

describe('an attack', () => {
  it('is found once, by the first of several episodes, whatever their order', () => {
    const several = [episode(5 * hour), episode(2 * hour), episode(3 * hour)];
    expect(counts(several, [attack(hour, 6 * hour)])).toMatchObject({ true: 3, false: 0, found: [2 * hour] });
  });

  it('that shares its time with another is found with it', () => {
    const incidents = [attack(hour, 6 * hour), attack(2 * hour, 3 * hour)];
    expect(counts([episode(3 * hour)], incidents)).toMatchObject({ true: 1, found: [3 * hour, 3 * hour] });
  });

  it('that is cut off by the end of the measured time explains an episode, but does not count', () => {
    const [onset, end] = [until - time.from - 5 * hour, until - time.from - hour + 1];
    expect(counts([episode(onset + hour)], [attack(onset, end)])).toMatchObject({ true: 1, found: [undefined] });
  });
});
