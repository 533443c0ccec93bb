/** Logarithms in 16 bits: from e^-8 to e^8 times in steps of 0.024 %. 0 is "never seen", which is less than anything. */
const steps = 4096;
const offset = 8;

/** What `toFixedPoint(0 bits)` stands for. */
export const unseen = -offset;

export function toFixedPoint(value: number): number {
  const bits = Math.round((value + offset) * steps);
  return bits < 1 ? 1 : bits > 0xffff ? 0xffff : bits;
}

export function fromFixedPoint(bits: number): number {
  return bits / steps - offset;
}
