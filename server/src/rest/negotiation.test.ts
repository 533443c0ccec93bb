import { expect, it } from 'vitest';
import { preferredType } from './negotiation.ts';

const types = ['application/json', 'text/csv', 'application/x-ndjson'];

it.each([
  ['*/*', 'application/json'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/json'],
  ['text/csv', 'text/csv'],
  ['TEXT/CSV; charset=utf-8', 'text/csv'],
  ['text/*', 'text/csv'],
  ['text/csv;q=0.5, application/json', 'application/json'],
  ['application/json;q=0.5, text/csv;q=0.9', 'text/csv'],
  ['text/csv, application/json', 'application/json'],
  ['application/*;q=0.3, text/csv;q=0.2', 'application/json'],
  ['*/*, application/json;q=0', 'text/csv'],
  ['application/json;q=0.1, application/*;q=0.9', 'application/x-ndjson'],
  ['application/x-ndjson; q = 1', 'application/x-ndjson'],
  ['text/html', null],
  ['application/json;q=0', null],
  ['application/json;q=2', null],
  ['application/json;q=x', null],
  ['', null],
])('a client that accepts "%s" gets %s', (accept, preferred) => {
  expect(preferredType(accept, types)).toBe(preferred);
});
