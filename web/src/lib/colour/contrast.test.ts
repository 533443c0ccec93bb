import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastOf, differenceOf, seenWith, tokensOf } from './contrast.ts';
import type { Deficiency } from './contrast.ts';

const css = readFileSync(new URL('../../app.css', import.meta.url), 'utf8');
const themes = ['light', 'dark'] as const;
const sights: readonly (Deficiency | null)[] = [null, 'protan', 'deutan', 'tritan'];

const texts = [
  'ink',
  'dim',
  'faint',
  'accent',
  'unusual',
  'critical',
  'warning',
  'info',
  'good',
  'up',
  'down',
] as const;
const graphics = ['up', 'down', 'usual', 'unusual', 'critical', 'warning', 'info', 'good'] as const;
/** With a colour of their own. */
const devices = 8;
const severities = ['critical', 'warning', 'info'] as const;
/** Just noticeable is 0.02; signs a few pixels wide need several times that. */
const tellable = 0.08;

describe('contrast and difference', () => {
  it('are those of the standards', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(differenceOf('#ffffff', '#000000')).toBeCloseTo(1, 2);
  });

  it('change for who sees fewer colours: red and green of the same lightness become alike', () => {
    const [red, green] = ['#c04040', '#5a8a20'];
    expect(differenceOf(seenWith(red, 'deutan'), seenWith(green, 'deutan'))).toBeLessThan(differenceOf(red, green) / 2);
    expect(seenWith('#808080', 'protan')).toBe('#808080');
  });
});

describe.each(themes)('the colours of the %s theme', (theme) => {
  const tokens = tokensOf(css, theme);
  const colour = (name: string) => tokens.get(name)!;

  it.each(texts)('let %s be read as text on every ground', (name) => {
    for (const ground of ['surface', 'page', 'raised']) {
      expect(contrastOf(colour(name), colour(ground)), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(graphics)('let a line or mark of %s be seen', (name) => {
    expect(contrastOf(colour(name), colour('surface'))).toBeGreaterThanOrEqual(3);
  });

  it('let every device of a stack be seen', () => {
    for (let one = 1; one <= devices; one++) {
      expect(contrastOf(colour(`series-${one}`), colour('surface')), `series-${one}`).toBeGreaterThanOrEqual(3);
    }
  });

  describe.each(sights)('seen with %s sight', (sight) => {
    const seen = (name: string) => (sight === null ? colour(name) : seenWith(colour(name), sight));

    it('tell upload from download', () => {
      expect(differenceOf(seen('up'), seen('down'))).toBeGreaterThan(tellable);
    });

    it('tell unusual from usual', () => {
      expect(differenceOf(seen('unusual'), seen('usual'))).toBeGreaterThan(tellable);
    });

    it('tell what lies on one another in a stack of devices apart', () => {
      for (let one = 1; one < devices; one++) {
        const [lower, upper] = [`series-${one}`, `series-${one + 1}`];
        expect(differenceOf(seen(lower), seen(upper)), `${lower} and ${upper}`).toBeGreaterThan(tellable);
      }
    });

    it('tell the severities apart', () => {
      const pairs = severities.flatMap((one, index) =>
        severities.slice(index + 1).map((other) => [one, other] as const),
      );
      for (const [one, other] of pairs) {
        expect(differenceOf(seen(one), seen(other)), `${one} and ${other}`).toBeGreaterThan(tellable);
      }
    });
  });
});
