/** How the records of a device are to be read. Comes from the device table; facts only, no parsing. */

/**
 * What a session counter means:
 * `session-mean`  the counter over the session's age is a usable mean rate, its differences are not;
 * `cumulative`    monotone since the session's start (RADIUS): the difference of two snapshots is the traffic between;
 * `interval`      bytes of the slot itself.
 */
export const counterMeanings = ['session-mean', 'cumulative', 'interval'] as const;
export type CounterMeaning = (typeof counterMeanings)[number];

export type TransmitUnit = 'bits' | 'bytes';

export interface DeviceReading {
  /** `Id` of the device table: what rows carry as IdPSX. */
  readonly id: number;
  /** `PSX` of the device table: what file names and people say ("62.0"). */
  readonly name: string;
  readonly unit: TransmitUnit;
  readonly counters: CounterMeaning;
  /** One ASCII character. */
  readonly delimiter: string;
  readonly dateFormat: string;
  /** Seconds to subtract from the device's clock; 0 takes the clock as it stands. */
  readonly clockOffsetSeconds: number;
}
