import { describe, expect, it } from 'vitest';
import { rowOf } from '../anomaly/row-fixture.ts';
import { noticeOf, rowsOf } from './outcome.ts';

const done = (id: string) => ({ what: 'TriagedAnomaly' as const, anomaly: rowOf({ id }) });
function conflict(id: string, ...actors: string[]) {
  const row = rowOf({ id });
  const history = actors.map((actor) => ({ actor }));
  return { what: 'VersionConflict' as const, anomaly: { ...row, triage: { ...row.triage, history } } };
}

describe('the notice of an act', () => {
  it('counts what was done and offers to undo it', () => {
    expect(noticeOf('acknowledge', { change: 'c', outcomes: [done('1'), done('2')] })).toEqual({
      text: '2 anomalies acknowledged.',
      changes: ['c'],
      isProblem: false,
    });
  });

  it('says who was faster, by the last of his acts', () => {
    const notice = noticeOf('judge', { change: null, outcomes: [conflict('1', 'carol', 'bob')] });
    expect(notice.text).toBe('bob was faster: nothing of yours was done. This is how it stands now.');
    expect(notice).toMatchObject({ changes: [], isProblem: true });
  });

  it('tells of each kind of outcome in bulk', () => {
    const outcomes = [done('1'), conflict('2', 'bob'), conflict('3', 'bob'), { what: 'AnomalyNotFound' as const }];
    const { text, changes } = noticeOf('judge', { change: 'c', outcomes });
    expect(text).toBe(
      'Verdict set on 1 anomaly. bob was faster on 2 anomalies: nothing of yours was done there. 1 anomaly no longer there.',
    );
    expect(changes).toEqual(['c']);
  });

  it('has the rows as they stand, of those in the way too', () => {
    const outcomes = [done('1'), conflict('2', 'bob'), { what: 'AnomalyNotFound' as const }];
    expect(rowsOf({ change: 'c', outcomes }).map(({ id }) => id)).toEqual(['1', '2']);
  });
});
