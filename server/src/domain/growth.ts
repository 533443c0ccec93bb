/** Makes of the growth of both directions what they have in common, and what the upload has beyond. */
import type { Rule } from './rule.ts';
import type { SlotPoint } from './slot-point.ts';

/** A takeover leaves the mix of directions as it was: what the download has grown more than this beyond the upload counts against it. */
const mixLeftAlone = 0.5;
const mixWeight = 2;
/** An upload that acknowledges a download is no growth at all. */
const acknowledging = 3;

/** Takes `shift`, which is the whole device's, from both directions, and sets volume and share. */
export function setGrowth(point: SlotPoint, shift: number, rule: Rule): void {
  point.upGrowth -= shift;
  point.downGrowth -= shift;
  const { up, down, upGrowth, downGrowth } = point;
  const mix = downGrowth - upGrowth - mixLeftAlone;
  point.volume =
    Math.min(upGrowth, downGrowth) -
    (mix > 0 ? mixWeight * mix : 0) -
    (up < rule.settings.acknowledgementShare * down ? acknowledging : 0);
  point.share = upGrowth - (downGrowth > 0 ? downGrowth : 0.5 * downGrowth);
}
