import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnReader, csvCell, csvLine } from './csv.ts';

describe('a cell of CSV', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['a=1', 'a=1'],
    ['a,"b"\r\nc', '"a,""b""\r\nc"'],
    ['', ''],
    [-1.5, '-1.5'],
    [1e21, '1e+21'],
    [true, 'true'],
    [null, ''],
  ])('%j is written %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('reads back as it was, but for the apostrophe in front of what would be a formula', () => {
    const cells = fc.array(
      fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', '\t', '=', '+', '-', '@', ' ') }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), (rows) => {
        const wide = rows.map((row) => [...row, ...Array<string>(4 - row.length).fill('x')]);
        const text = wide.map(csvLine).join('');
        const read = parse(text, { record_delimiter: '\r\n' });
        expect(read).toEqual(wide.map((row) => row.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell))));
        expect(read.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
      }),
    );
  });
});

it('a column may lie in an object of the row', () => {
  const row = { a: 1, b: { c: null, d: 'x' } };
  expect(['a', 'b.c', 'b.d'].map((column) => columnReader(column)(row))).toEqual([1, null, 'x']);
});
