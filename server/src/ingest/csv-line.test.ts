import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from './csv-line.ts';

function asCsvParseReads(line: string, delimiter: string): string[] | null {
  try {
    const rows = parse(line, { delimiter, trim: true, relax_column_count: true });
    return rows.length === 1 ? rows[0]! : null;
  } catch {
    return null;
  }
}

describe('the cells of a line', () => {
  it('are those that csv-parse finds', () => {
    // Without spaces: after a closing quote and a space csv-parse takes a second quoted text for no fault.
    const pieces = fc.constantFrom('"', '""', ',', '|', 'a', 'é', '12');
    const lines = fc.array(pieces, { minLength: 1, maxLength: 14 }).map((some) => `1${some.join('')}`);
    fc.assert(
      fc.property(lines, fc.constantFrom(',', '|'), (line, delimiter) => {
        expect(cellsOf(line, delimiter)).toEqual(asCsvParseReads(line, delimiter));
      }),
      { seed: 11, numRuns: 5000 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"a"', '"b""c"', ' "d,e" ', 'f', ' g ', '', '""', '"h'), { minLength: 1 }),
        (cells) => {
          const line = `1,${cells.join(',')}`;
          expect(cellsOf(line, ',')).toEqual(asCsvParseReads(line, ','));
        },
      ),
      { seed: 11, numRuns: 5000 },
    );
  });
});
