import { expect, it } from 'vitest';
import { isPersonName } from './person-name.ts';

it.each(['a', 'alice', 'José Ñandú', '李雷', 'Doe, John', '😀', '😀'.repeat(64), "O'Neil"])('%j is a name', (name) => {
  expect(isPersonName(name)).toBe(true);
});

it.each(['', ' ', ' alice', 'alice ', 'a\nb', 'a\u0000b', 'a\u202eb', 'a\u2028b', '\u200b', 'a'.repeat(65), '\ud800'])(
  '%j is no name',
  (name) => {
    expect(isPersonName(name)).toBe(false);
  },
);
