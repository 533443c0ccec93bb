/** What is wrong with the command line or the environment, one sentence a fault. Ends the process with exit code 78 (EX_CONFIG). */
import { CommandFault, exitCodes } from '../commands/command-fault.ts';

export class ConfigError extends CommandFault {
  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(exitCodes.configuration, faults, options);
    this.name = 'ConfigError';
  }
}
