/**
 * Stands in for d3-interpolate, d3-color and d3-format in the built dashboard, where d3-scale and LayerCake import them: 7 KB of
 * colours and formats (gzip) that its charts have no use for. Their scales go from numbers to pixels, and numbers become
 * text in `format` alone.
 */

export const interpolateNumber = (from: number, to: number) => (part: number) => from * (1 - part) + to * part;

export const interpolate = interpolateNumber;

export const interpolateRound = (from: number, to: number) => (part: number) =>
  Math.round(interpolateNumber(from, to)(part));

const missing = (what: string) => (): never => {
  throw new Error(`${what}: not in the built dashboard, whose charts have scales of plain numbers`);
};

/** Of scales that go through several colours. */
export const piecewise = missing('d3-interpolate piecewise');
/** Of what LayerCake prints when it is asked to debug. */
export const rgb = missing('d3-color rgb');
/** Of `scale.tickFormat`. */
export const format = missing('d3-format format');
export const formatPrefix = format;
export const formatSpecifier = format;
export const precisionFixed = format;
export const precisionPrefix = format;
export const precisionRound = format;
