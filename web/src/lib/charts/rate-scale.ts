/** How rates beside the usual are drawn, kept in the address: equal amounts are equally high, or equal factors. */
export type RateScale = 'linear' | 'logarithmic';

/** What the address says of it; what cannot be read counts as not given: `usual`. */
export function isLogarithmic(parameters: { get(name: string): string | null }, usual: RateScale): boolean {
  const name = parameters.get('scale');
  return (name === 'linear' || name === 'logarithmic' ? name : usual) === 'logarithmic';
}

/** The parameter that says this scale; the usual one says nothing. */
export const scaleParameter = (scale: RateScale, usual: RateScale) => ({ scale: scale === usual ? null : scale });
