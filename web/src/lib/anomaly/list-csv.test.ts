import { afterEach, expect, it } from 'vitest';
import { preferences } from '#lib/preferences/preferences.ts';
import { anomaliesCsv } from './list-csv.ts';
import { rowOf } from './row-fixture.ts';

afterEach(() => (preferences.privacy.current = 'off'));

const linesOf = (...rows: Parameters<typeof anomaliesCsv>[0]) => anomaliesCsv(rows).split('\r\n');

it('writes an anomaly a line, with units in the head and numbers without them', () => {
  const [head, line, end] = linesOf(rowOf({ oneInDays: 25_000, excessBytes: '4500000000000', reason: '=1, or "so"' }));
  expect(head).toMatch(/^Severity,Kind,.*,Opened \(UTC\),.*,Upload \(bit\/s\),.*,Beyond the usual \(bytes\),/);
  expect(line).toBe(
    `Critical,Upload surge,Open,1,17,62.0,2024-01-01T00:00:00Z,2024-01-01T00:00:00Z,,10,2,1,2,9,9,25000,3,4500000000000,,,,"'=1, or ""so""",a`,
  );
  expect(end).toBe('');
});

it('calls subscribers as they are on screen, and devices have none', () => {
  preferences.privacy.current = 'on';
  const [, hidden, ofDevice] = linesOf(rowOf(), rowOf({ subscriber: null }));
  expect(hidden?.split(',')[4]).toMatch(/^[A-Z]\d[A-Z]\d[A-Z]$/);
  expect(ofDevice?.split(',')[4]).toBe('');
});
