/** What ends a command for a reason that a person can mend: sentences for him, and an exit code for his scripts. */

/** As in sysexits.h. */
export const exitCodes = {
  /** EX_DATAERR: what was given is not as it should be. */
  badData: 65,
  /** EX_UNAVAILABLE: something that is needed can't be had: the port is taken, history is in use or out of reach. */
  unavailable: 69,
  /** EX_CANTCREAT: output can't be written. */
  cannotWrite: 73,
  /** EX_CONFIG: something is wrong with what was given, a folder or file that can't be used included. */
  configuration: 78,
} as const;

export class CommandFault extends Error {
  readonly exitCode: number;
  /** One sentence a fault. */
  readonly faults: readonly string[];

  constructor(exitCode: number, faults: readonly string[], options?: ErrorOptions) {
    super(faults.join('\n'), options);
    this.name = 'CommandFault';
    this.exitCode = exitCode;
    this.faults = faults;
  }
}
