/** Whether somebody who moves much at this hour as a rule moved next to nothing. */
import type { SlotClock } from './clock.ts';
import type { Rule } from './rule.ts';
import type { SlotPoint } from './slot-point.ts';
import type { Usual } from './usual.ts';

/** Silence is only told of where there is something to miss, as a multiple of the least excess. */
const worthMissing = 4;
/** Less growth than this in both directions may be silence: e^-0.7 is half. */
const quiet = -0.7;

/** Silence is far below the usual rate: only then is that rate needed, and set in the point. */
export function isSilent(point: SlotPoint, clock: SlotClock, usual: Usual, rule: Rule): boolean {
  if (point.upGrowth > quiet || point.downGrowth > quiet) return false;
  usual.setUsualRates(point, clock, point.shift);
  const { minExcessBytesPerSecond, silenceShare } = rule.settings;
  const usualRate = point.usualUp + point.usualDown;
  return usualRate > worthMissing * minExcessBytesPerSecond && point.up + point.down < silenceShare * usualRate;
}
