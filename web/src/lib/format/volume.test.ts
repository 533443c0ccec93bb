import { expect, it } from 'vitest';
import { formatVolume } from './volume.ts';

it.each([
  ['0', '0 B'],
  ['750000000', '750 MB'],
  ['999999', '1.00 MB'],
  ['1000000000', '1.00 GB'],
  ['123456789012345678901234', '123,456,789 PB'],
])('writes %s bytes in SI units as %s', (bytes, text) => {
  expect(formatVolume(bytes).replaceAll('\u00a0', ' ')).toBe(text);
});
