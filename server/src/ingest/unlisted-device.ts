/** A device that files tell of and the device table does not: they wait until the table has it. */
export interface UnlistedDevice {
  readonly device: string;
  /** Files that wait. */
  readonly files: number;
}
