import { describe, expect, it } from 'vitest';
import type { AnomalyFilter, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { inserted, matchesFilter, replaced } from './anomaly-list.ts';
import { newestFirst } from './anomaly-order.ts';
import { rowOf } from './row-fixture.ts';

const anomaly = (id: string, detectedAt: string, change: Partial<AnomalyRowFragment> = {}): AnomalyRowFragment =>
  rowOf({ id, openedAt: detectedAt, detectedAt, ...change });
const ids = (rows: readonly AnomalyRowFragment[]) => rows.map((row) => row.id).join('');

const early = anomaly('e', '2024-01-01T00:00:00Z');
const middle = anomaly('m', '2024-01-01T01:00:00Z');
const late = anomaly('l', '2024-01-01T02:00:00Z');

describe('a live list of anomalies', () => {
  const byDetection = (rows: readonly AnomalyRowFragment[], ...fresh: AnomalyRowFragment[]) =>
    ids(inserted(rows, fresh, newestFirst));

  it('keeps the newest first, and by id what was detected at once', () => {
    expect(byDetection([late, early], middle)).toBe('lme');
    expect(byDetection([late], early)).toBe('le');
    expect(byDetection([middle], early, late)).toBe('lme');
    expect(byDetection([anomaly('b', early.detectedAt)], anomaly('a', early.detectedAt))).toBe('ab');
  });

  it('keeps any other order too', () => {
    expect(ids(inserted([early, late], [middle], [{ field: 'DETECTED_AT', direction: 'ASC' }]))).toBe('eml');
  });

  it('never holds an anomaly twice', () => {
    expect(byDetection([late, middle, early], middle)).toBe('lme');
  });

  it('changes rows where they stand, and leaves the list alone when it has no such row', () => {
    const rows = [late, middle];
    expect(replaced(rows, [{ ...middle, peakScore: 12 }, early])[1]?.peakScore).toBe(12);
    expect(replaced(rows, [early])).toBe(rows);
    expect(replaced(rows, [{ ...middle, peakScore: 12 }], (shown) => shown)[1]).toBe(middle);
  });
});

describe('the filter of a live list', () => {
  const cases: [AnomalyFilter, boolean][] = [
    [{}, true],
    [{ status: 'OPEN', device: '62.0', subscriber: '17', kinds: ['UPLOAD_SURGE'], severities: ['CRITICAL'] }, true],
    [{ severities: ['INFO', 'CRITICAL'] }, true],
    [{ status: 'CLOSED' }, false],
    [{ device: '66.1' }, false],
    [{ subscriber: '18' }, false],
    [{ kinds: ['BURST'] }, false],
    [{ severities: ['INFO'] }, false],
    [{ severities: [] }, false],
    [{ alerted: true }, true],
    [{ alerted: false }, false],
  ];

  it.each(cases)('%j lets an open critical upload surge through: %s', (filter, passes) => {
    expect(matchesFilter(early, filter)).toBe(passes);
  });

  it('lets a suppressed one through only when they are included', () => {
    const muted = { cause: 'MUTE', actor: 'alice', reason: 'a backup', until: '2024-01-08T00:00:00Z' } as const;
    const suppressed = anomaly('s', early.detectedAt, { suppression: muted });
    expect(matchesFilter(suppressed, {})).toBe(false);
    expect(matchesFilter(suppressed, { includeSuppressed: true })).toBe(true);
  });
});
