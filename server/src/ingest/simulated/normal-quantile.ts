/** Quantiles of the standard normal distribution, for noise made from random bits. */

const central = {
  numerator: [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ],
  denominator: [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
  ],
};
const tail = {
  numerator: [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  denominator: [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
};
const tailBegins = 0.02425;

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/**
 * The z with P(Z < z) = probability, by P. J. Acklam's rational approximation (relative error below 1.2e-9).
 * Probability strictly between 0 and 1.
 */
export function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability);
  if (probability < tailBegins) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return polynomial(tail.numerator, q) / polynomial(tail.denominator, q);
  }
  const q = probability - 0.5;
  return (q * polynomial(central.numerator, q * q)) / polynomial(central.denominator, q * q);
}

/** Normal quantiles at (n + 1/2) / 2^16: a normal draw from 16 random bits, without logarithms on the fast path. */
export const normalOf16Bits = Float64Array.from({ length: 65536 }, (_, n) => normalQuantile((n + 0.5) / 65536));
