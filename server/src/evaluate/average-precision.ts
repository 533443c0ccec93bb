/**
 * Average precision, the area under the precision-recall curve as scikit-learn's `average_precision_score` has it:
 * the sum over thresholds of (gain in recall) x precision, without interpolation; equal scores share one threshold.
 */

/** A unit is positive where `positive` is not 0. NaN when none is: there is no recall to speak of. */
export function averagePrecision(scores: Float32Array, positive: Uint8Array): number {
  const order = Uint32Array.from(scores, (_, unit) => unit).sort((a, b) => scores[b]! - scores[a]!);
  const positives = positive.reduce((sum, one) => sum + Number(one !== 0), 0);
  if (positives === 0) return NaN;
  let found = 0;
  let area = 0;
  for (let at = 0; at < order.length;) {
    const threshold = scores[order[at]!]!;
    const before = found;
    for (; at < order.length && scores[order[at]!] === threshold; at++) if (positive[order[at]!] !== 0) found++;
    area += ((found - before) / positives) * (found / at);
  }
  return area;
}
