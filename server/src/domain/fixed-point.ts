/** Logarithms in 16 bits: from e^-8 to e^8 times in steps of 0.024 %. 0 is "never seen", which is less than anything. */
/** Steps of a unit. */
export const fixedPointSteps = 4096;
const offset = 8;

/** What `toFixedPoint(0 bits)` stands for. */
export const unseen = -offset;

export function toFixedPoint(value: number): number {
  const scaled = (value + offset) * fixedPointSteps + 0.5;
  // Not NaN either: what can't be compared is taken for the least.
  return scaled >= 1 ? (scaled < 0xffff ? scaled | 0 : 0xffff) : 1;
}

export function fromFixedPoint(bits: number): number {
  return bits / fixedPointSteps - offset;
}
