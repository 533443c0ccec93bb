import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomalyOf } from '../../test/history-commits.ts';
import { SuppressionIndex } from './suppression-index.ts';
import { suppresses, suppressionByMute, suppressionByVerdict, type SuppressionChange } from './suppression.ts';

const anyAnomaly = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    subscriber: fc.constantFrom('s1', 's2', null),
    comparison: fc.constantFrom(null, { cohort: 'P1', shareBelow: 0.5 }, { cohort: 'P2', shareBelow: 0.5 }),
    openedAt: fc.nat(10),
  })
  .map(anomalyOf);
const anySuppression = fc.oneof(
  fc
    .record({
      id: fc.constantFrom('m1', 'm2'),
      scope: fc.constant({ subscriber: 's1' }),
      until: fc.constant(5),
    })
    .map((mute) => suppressionByMute({ ...mute, kinds: [] })),
  fc.constant(suppressionByMute({ id: 'm3', scope: { cohort: 'P1' }, kinds: [], until: 8 })),
  fc.constantFrom('a', 'b').map((id) => suppressionByVerdict(anomalyOf({ id, subscriber: 's2' }))!),
);
/** Each at a later moment than the one before, or the same. */
const anyChanges = fc
  .array(fc.record({ suppression: anySuppression, active: fc.boolean(), later: fc.nat(2) }), { maxLength: 12 })
  .map((steps) => {
    let at = 0;
    return steps.map(({ suppression, active, later }, ordinal): SuppressionChange => {
      at += later;
      const act = { change: `${ordinal}`, actor: 'alice', madeAt: 1, comment: '', at, ordinal };
      return { suppression, active, isInfected: !active && suppression.id === 'b', act };
    });
  });

/** The newest change of each suppression. */
function newestOf(changes: readonly SuppressionChange[]): SuppressionChange[] {
  return [...new Map(changes.map((change) => [change.suppression.id, change])).values()];
}

function indexOf(changes: readonly SuppressionChange[]): SuppressionIndex {
  const index = new SuppressionIndex();
  for (const change of changes) index.apply(change);
  return index;
}

describe('SuppressionIndex', () => {
  it('says what the newest change of each suppression makes of an anomaly', () => {
    fc.assert(
      fc.property(anyChanges, anyAnomaly, (changes, anomaly) => {
        const newest = newestOf(changes);
        const isExempt = newest.some(({ suppression, isInfected }) => isInfected && suppression.id === anomaly.id);
        const meant = newest.filter(({ suppression, active }) => active && suppresses(suppression, anomaly));
        const found = indexOf(changes).suppressionOf(anomaly);
        expect(isExempt || meant.length === 0 ? [null] : meant).toContainEqual(found);
      }),
    );
  });

  it('knows what stood before any moment, whatever was changed since', () => {
    fc.assert(
      fc.property(anyChanges, anyAnomaly, fc.nat(15), (changes, anomaly, before) => {
        const then = newestOf(changes.filter(({ act }) => act.at < before));
        const was = then.some(({ suppression, active }) => active && suppresses(suppression, anomaly));
        expect(indexOf(changes).wasSuppressed(anomaly, before)).toBe(was);
      }),
    );
  });

  it('is the same when a change comes twice', () => {
    fc.assert(
      fc.property(anyChanges, anyAnomaly, (changes, anomaly) => {
        const doubled = indexOf(changes.flatMap((change) => [change, change]));
        expect(doubled.suppressionOf(anomaly)).toEqual(indexOf(changes).suppressionOf(anomaly));
      }),
    );
  });
});
