import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

/** A plain reader of RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && bare === '' && quoted === undefined) break;
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('comma-separated values', () => {
  it('quote what would end a cell or a line', () => {
    expect(toCsv([['a,b', 'say "x"', 'two\nlines', 1.5]])).toBe('"a,b","say ""x""","two\nlines",1.5\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'make %j harmless, which would be run as a formula',
    (text) => {
      expect(readCsv(toCsv([[text]]))).toEqual([[`'${text}`]]);
    },
  );

  it('leave numbers numbers, and what is none empty', () => {
    expect(toCsv([[-5, 0.25, 1e21, Number.NaN, Number.POSITIVE_INFINITY]])).toBe('-5,0.25,1e+21,,\r\n');
  });

  it('are read back as they were written', () => {
    const cell = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (written) => {
        expect(readCsv(toCsv(written))).toEqual(written);
      }),
      { seed: 20240108 },
    );
  });
});
