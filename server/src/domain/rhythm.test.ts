import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { Rhythm } from './rhythm.ts';

/** So many weeks of 200 subscribers of cohort 1 whose growth above the rhythm so far is told slot by slot. */
function learn(rhythm: Rhythm, weeks: number, upAt: (hour: number) => number): void {
  for (let week = 0; week < weeks; week++) {
    for (let hour = 0; hour < 168; hour++) {
      for (let slot = 0; slot < 6; slot++) {
        for (let who = 0; who < 200; who++) rhythm.note(1, upAt(hour) - rhythm.upAt(1, hour), -rhythm.downAt(1, hour));
        rhythm.endSlot(hour, 600);
      }
    }
  }
}

describe('Rhythm', () => {
  it('comes ever nearer to what the hours of a week have in common, each cohort by itself', () => {
    const rhythm = new Rhythm(2);
    const upAt = (hour: number) => Math.sin((2 * Math.PI * hour) / 24) / 2;
    const distance = () =>
      Math.max(...Array.from({ length: 168 }, (_, hour) => Math.abs(rhythm.upAt(1, hour) - upAt(hour))));
    learn(rhythm, 1, upAt);
    const afterAWeek = distance();
    learn(rhythm, 19, upAt);
    expect(afterAWeek).toBeLessThan(0.5);
    expect(distance()).toBeLessThan(afterAWeek / 2);
    expect(rhythm.downAt(1, 6)).toBe(0);
    expect(rhythm.upAt(0, 6)).toBe(0);
  });

  it('does not hang on the order of subscribers', () => {
    const random = seededRandom(8);
    const growths = Array.from({ length: 5000 }, () => random.next() * 3 - 1.5);
    const [forwards, backwards] = [new Rhythm(1), new Rhythm(1)];
    for (const growth of growths) forwards.note(0, growth, -growth);
    for (const growth of [...growths].reverse()) backwards.note(0, growth, -growth);
    for (const rhythm of [forwards, backwards]) rhythm.endSlot(3, 600);
    expect(backwards.save()).toEqual(forwards.save());
    expect(forwards.upAt(0, 3)).not.toBe(0);
  });

  it('learns as much in an hour whatever the length of a slot', () => {
    const [tens, twenties] = [new Rhythm(1), new Rhythm(1)];
    for (let slot = 0; slot < 6; slot++) {
      tens.note(0, 0.01, 0);
      tens.endSlot(5, 600);
    }
    for (let slot = 0; slot < 3; slot++) {
      twenties.note(0, 0.01, 0);
      twenties.endSlot(5, 1200);
    }
    expect(twenties.upAt(0, 5)).toBeCloseTo(tens.upAt(0, 5), 12);
  });

  it('learns nothing of a slot without anybody', () => {
    const rhythm = new Rhythm(1);
    rhythm.endSlot(5, 600);
    expect(rhythm.save().every((growth) => growth === 0)).toBe(true);
  });

  it('refuses a rhythm of other cohorts: it would be no number for some of them', () => {
    const saved = new Rhythm(2).save();
    expect(() => new Rhythm(3).restore(saved)).toThrow('expected 1008: as many cohorts');
  });
});
