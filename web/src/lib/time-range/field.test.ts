import { expect, it } from 'vitest';
import { readField, writeField } from './field.ts';

it('reads a field on the data clock, whatever zone the reader is in', () => {
  expect(readField('2024-07-01T14:20')).toBe(Date.parse('2024-07-01T14:20:00Z'));
  expect(readField('2024-07-01T14:20:30')).toBe(Date.parse('2024-07-01T14:20:30Z'));
  expect(readField(writeField(Date.parse('2024-01-08T00:10:00Z')))).toBe(Date.parse('2024-01-08T00:10:00Z'));
});

it.each([null, '', 'soon', new File([], 'x')])('reads %s as nothing', (value) => {
  expect(readField(value)).toBeNaN();
});
