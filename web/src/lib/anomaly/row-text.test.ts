import { afterEach, describe, expect, it } from 'vitest';
import { preferences } from '#lib/preferences/preferences.ts';
import { shownColumns } from './columns.ts';
import { cellText, rowsText } from './row-text.ts';
import { rowOf } from './row-fixture.ts';

const asOf = Date.parse('2024-01-01T02:10:00Z');
const rate = { lowBitsPerSecond: 1e3, usualBitsPerSecond: 24e3, highBitsPerSecond: 5e4 };
const row = rowOf({
  upBitsPerSecond: 593e3,
  expectedUp: rate,
  oneInDays: 100,
  triage: { version: 2, acknowledgedBy: 'bob', assignee: 'carol', verdict: 'BACKUP' },
});

afterEach(() => (preferences.privacy.current = 'off'));

describe('an anomaly as text', () => {
  it('is what its row shows, with the year and the zone, a tab between the columns', () => {
    expect(rowsText([row], shownColumns(''), asOf).split('\t')).toEqual([
      'Critical',
      'Upload surge',
      '17',
      '62.0',
      '01 Jan 2024 00:00 UTC, 2 h 10 min, open',
      'Upload 593 kbit/s, usual 24.0 kbit/s, 24.7×; 1 in 100 days',
      'Backup, with carol, seen by bob',
      'Upload 5× the usual',
    ]);
  });

  it('has the columns that are shown, and a line for each row', () => {
    expect(rowsText([row, rowOf({ kind: 'BURST', alerted: false })], ['kind', 'device'], asOf)).toBe(
      'Upload surge\t62.0\nBurst, held back\t62.0',
    );
  });

  it('keeps to its line and column whatever somebody wrote', () => {
    const muted = { cause: 'MUTE', actor: 'bob', reason: 'moves\thouse\r\nsoon', until: null } as const;
    expect(cellText(rowOf({ suppression: muted }), 'reason', asOf)).toBe(
      'Upload 5× the usual Not reported: muted by bob: moves house soon.',
    );
  });

  it('hides a number that the page hides', () => {
    preferences.privacy.current = 'on';
    expect(cellText(row, 'whose', asOf)).not.toContain('17');
  });
});
