/**
 * Seeds of the simulated worlds that detection is tuned on, and of those that it is judged on. Nothing may be tuned on
 * an evaluation seed, nor chosen after looking at one: a figure of a world that was looked at says how well one can
 * look.
 */

/** To choose thresholds and to compare ideas; look at them as much as you like. */
export const tuningSeeds: readonly number[] = [101, 102, 103, 104, 105, 106, 107, 108];

/** For the published figures alone. */
export const evaluationSeeds: readonly number[] = [9001, 9002, 9003, 9004, 9005];
