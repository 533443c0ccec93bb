/** Whether the whole network is still being learned: nobody is judged then, and "nothing is wrong" would be a lie. */

const dayMs = 86_400_000;

/** When judging begins, epoch milliseconds on the data's clock; null once it has, and while that is not known. */
export function judgedFrom(
  firstSlot: string | null | undefined,
  learningDays: number,
  asOf: number | null,
): number | null {
  if (!firstSlot || asOf === null) return null;
  const from = Date.parse(firstSlot) + learningDays * dayMs;
  return asOf < from ? from : null;
}
