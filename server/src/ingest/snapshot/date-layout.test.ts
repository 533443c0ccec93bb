import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDateLayout, readDate } from './date-layout.ts';

const read = (text: string, format: string): number => readDate(Buffer.from(text), 0, compileDateLayout(format));

describe('readDate', () => {
  it('agrees with the platform calendar on every second from 1970 to 2105', () => {
    const layout = compileDateLayout('%Y-%m-%d %H:%M:%S');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_260_000_000 }), (epoch) => {
        const text = new Date(epoch * 1000).toISOString().replace('T', ' ').slice(0, 19);
        expect(readDate(Buffer.from(text), 0, layout)).toBe(epoch);
      }),
      { seed: 1, numRuns: 5000 },
    );
  });

  it.each([
    ['02/01/2024 10:37:10', '%d/%m/%Y %H:%M:%S', 1704191830],
    ['02-01-2024 22:50:32', '%d-%m-%Y %H:%M:%S', 1704235832],
    ['29-02-2024 00:00:00', '%d-%m-%Y %H:%M:%S', 1709164800],
  ])('reads %s as %s', (text, format, epoch) => {
    expect(read(text, format)).toBe(epoch);
  });

  it.each([
    '29-02-2023 00:00:00',
    '31-04-2024 00:00:00',
    '00-01-2024 00:00:00',
    '01-13-2024 00:00:00',
    '01/01/2024 00:00:00',
    '01-01-2024 24:00:00',
    '01-01-2024 00:0x:00',
    '01-01-2024',
    '',
  ])('refuses %s', (text) => {
    expect(read(text, '%d-%m-%Y %H:%M:%S')).toBe(-1);
  });

  it('names the part of a format that it does not know or misses', () => {
    expect(() => compileDateLayout('%d %b %Y')).toThrow('"%b" of the date format "%d %b %Y"');
    expect(() => compileDateLayout('%d/%m/%Y %H:%M')).toThrow('has no second');
  });
});
