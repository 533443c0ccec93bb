import { expect, it } from 'vitest';
import { readField, writeField } from './field.ts';

const at = (text: string) => Date.parse(text);

it('reads a field on the clock of the zone', () => {
  expect(readField('2024-07-01T14:20', 'UTC', 'earlier')).toBe(at('2024-07-01T14:20:00Z'));
  expect(readField('2024-07-01T14:20:30', 'Europe/Berlin', 'earlier')).toBe(at('2024-07-01T12:20:30Z'));
  expect(readField('2024-07-01T14:20', 'Asia/Kolkata', 'later')).toBe(at('2024-07-01T08:50:00Z'));
});

it('reads a time that the clock shows twice so that a range from it to itself holds both', () => {
  expect(readField('2024-10-27T02:30', 'Europe/Berlin', 'earlier')).toBe(at('2024-10-27T00:30:00Z'));
  expect(readField('2024-10-27T02:30', 'Europe/Berlin', 'later')).toBe(at('2024-10-27T01:30:00Z'));
});

it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata'])('reads what it wrote, in %s', (zone) => {
  for (const instant of ['2024-01-08T00:10:00Z', '2024-03-31T01:00:00Z', '2024-07-01T23:50:00Z']) {
    expect(readField(writeField(at(instant), zone), zone, 'earlier')).toBe(at(instant));
  }
});

it.each([null, '', 'soon', new File([], 'x')])('reads %s as nothing', (value) => {
  expect(readField(value, 'UTC', 'earlier')).toBeNaN();
});
