import { describe, expect, it } from 'vitest';
import { rowOf } from '../anomaly/row-fixture.ts';
import { foreseen, newer } from './act.ts';

const row = rowOf({ triage: { version: 3, acknowledgedBy: 'bob', assignee: null, verdict: null } });

describe('an act as it is foreseen', () => {
  it('leaves the acknowledgement to who was first', () => {
    expect(foreseen(row, { type: 'acknowledge', comment: '' }, 'alice').triage.acknowledgedBy).toBe('bob');
    const unseen = { ...row, triage: { ...row.triage, acknowledgedBy: null } };
    expect(foreseen(unseen, { type: 'acknowledge', comment: '' }, 'alice').triage.acknowledgedBy).toBe('alice');
  });

  it('assigns and judges, and keeps the version that was seen', () => {
    const assigned = foreseen(row, { type: 'assign', assignee: 'carol', comment: '' }, 'alice');
    const judged = foreseen(assigned, { type: 'judge', verdict: 'BACKUP', comment: 'NAS' }, 'alice');
    expect(judged.triage).toEqual({ version: 3, acknowledgedBy: 'bob', assignee: 'carol', verdict: 'BACKUP' });
  });
});

describe('of two tellings of a row', () => {
  const later = { ...row, triage: { ...row.triage, version: 4 } };
  it('the one with more acts counts, whichever comes last', () => {
    expect(newer(row, later)).toBe(later);
    expect(newer(later, row)).toBe(later);
  });

  it('the last one counts when both know as many: what was hoped for can be put back', () => {
    const hoped = foreseen(row, { type: 'judge', verdict: 'SERVER', comment: '' }, 'alice');
    expect(newer(hoped, row)).toBe(row);
  });
});
