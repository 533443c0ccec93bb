/** Why a row or file was not used. Every drop is counted under one of these names; there is no "other". */
export const dropReasons = [
  'wrong-column-count',
  'row-too-long',
  'bad-subscriber',
  'bad-number',
  'bad-date',
  'negative-counter',
  'counter-too-large',
  'no-duration',
  'ends-before-start',
  'starts-after-snapshot',
  'implausible-time',
  'implausible-rate',
  'device-mismatch',
  'repeated-row',
  'no-earlier-counter',
  'superseded-counter',
  'too-late',
  'ignored-subscriber',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** A row that was not used, kept aside with the place it came from. */
export interface DeadLetter {
  /** File as found ("psx_62.0_2024-01-01 00:10:00.csv"). */
  readonly file: string;
  /** 1-based line in the file; the header is line 1. */
  readonly line: number;
  /** Name of the column at fault ("UpTx"), or "" when the row as a whole is. */
  readonly column: string;
  readonly reason: DropReason;
  /** What was given, cut to 200 characters. */
  readonly given: string;
}

/** The account of one ingested file: `rows` = `accepted` + the sum of `dropped`. */
export interface IngestedFile {
  /** Identity: device name, snapshot time and revision, so that the same snapshot under another name is not read twice. */
  readonly device: string;
  readonly snapshotAt: number;
  readonly revision: number;
  /** Name as found. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly rows: number;
  /** Rows whose traffic counts, late ones included. */
  readonly accepted: number;
  /** Of the accepted rows, those that history has and the detector did not see. */
  readonly late: number;
  /** Of the rows, those whose traffic is a share of a gap in what the device told. */
  readonly estimated: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}
