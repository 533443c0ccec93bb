/** One subscriber's slot on its way through the detector. One object is reused for every point: copy what is to be kept. */
export interface SlotPoint {
  who: number;
  /** Seconds that sessions covered. */
  seconds: number;
  /** Observed mean rates, bytes per second. */
  up: number;
  down: number;
  /** Usual rates at this hour, bytes per second; not below 0. */
  usualUp: number;
  usualDown: number;
  /** What his device's subscribers have in common in the slot, as a natural logarithm. */
  shift: number;
  /** How many times the usual, as natural logarithms, without what the whole device has in common. */
  upGrowth: number;
  downGrowth: number;
  /** Growth of both directions alike, and of the upload beyond the download (see `statistics.ts`). */
  volume: number;
  share: number;
}

export function createSlotPoint(): SlotPoint {
  return {
    who: 0,
    seconds: 0,
    up: 0,
    down: 0,
    usualUp: 0,
    usualDown: 0,
    shift: 0,
    upGrowth: 0,
    downGrowth: 0,
    volume: 0,
    share: 0,
  };
}

export function clipped(value: number, lowest: number, highest: number): number {
  return value < lowest ? lowest : value > highest ? highest : value;
}
