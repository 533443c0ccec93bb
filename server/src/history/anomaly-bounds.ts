/** The conditions of the anomaly filter on numbers and on the time of detection, in SQL. */
import type { QueryParameters } from './engine.ts';
import type { AnomalyFilter, Bounds } from './history.ts';
import { rangeParameters } from './time-range-sql.ts';

export interface FilterSql {
  /** Of what never changes in an anomaly's life: asked of each event. */
  readonly where: readonly string[];
  /** Of the newest event. */
  readonly having: readonly string[];
  readonly parameters: QueryParameters;
}

export function boundsSql({ detected, score, upBytesPerSecond, excessBytes }: AnomalyFilter): FilterSql {
  const { from, to } = rangeParameters(detected ?? { from: 0, to: 0 });
  const parameters: Record<string, string | number> = { detectedFrom: from, detectedTo: to };
  // As text: the embedded engine's client refuses whole numbers above 2^53.
  const bound = (expression: string, name: string, bounds: Bounds | undefined): string[] => {
    const { atLeast, below } = bounds ?? {};
    if (atLeast !== undefined) parameters[`${name}AtLeast`] = String(atLeast);
    if (below !== undefined) parameters[`${name}Below`] = String(below);
    return [
      ...(atLeast === undefined ? [] : [`${expression} >= {${name}AtLeast:Float64}`]),
      ...(below === undefined ? [] : [`${expression} < {${name}Below:Float64}`]),
    ];
  };
  const inDetected = 'detected_at >= {detectedFrom:UInt32} AND detected_at < {detectedTo:UInt32}';
  return {
    where: [
      ...(detected === undefined ? [] : [inDetected]),
      ...bound('score', 'score', score),
      ...bound('up_rate', 'upRate', upBytesPerSecond),
    ],
    having: bound('argMax(excess_bytes, (at, ordinal))', 'excess', excessBytes),
    parameters,
  };
}
