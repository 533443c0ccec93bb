import { afterEach, expect, it } from 'vitest';
import { preferences } from '../preferences/preferences.ts';
import { formatVolume } from './volume.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
afterEach(() => (preferences.volumeUnits.current = 'si'));

it.each([
  ['0', '0 B'],
  ['750000000', '750 MB'],
  ['999999', '1.00 MB'],
  ['1000000000', '1.00 GB'],
  ['123456789012345678901234', '123,456,789 PB'],
])('writes %s bytes in SI units as %s', (bytes, text) => {
  expect(plain(formatVolume(bytes))).toBe(text);
});

it.each([
  ['1023', '1,023 B'],
  ['1024', '1.00 KiB'],
  ['750000000', '715 MiB'],
  ['1073741824', '1.00 GiB'],
  ['1099511627776', '1.00 TiB'],
])('writes %s bytes in IEC units as %s, for who prefers them', (bytes, text) => {
  preferences.volumeUnits.current = 'iec';
  expect(plain(formatVolume(bytes))).toBe(text);
});
