/** The `simulate` command: writes a simulated ISP's snapshot files, and the truth about them, to a directory. */
import { mkdir, readdir } from 'node:fs/promises';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { simulatedDevices } from '../ingest/simulated/simulated-devices.ts';
import { parseSimulateOptions, simulateHelp } from '../ingest/simulated/simulate-options.ts';
import type { SimulateOptions } from '../ingest/simulated/simulate-options.ts';
import { writeWorld } from '../ingest/simulated/write-world.ts';
import type { WrittenWorld } from '../ingest/simulated/write-world.ts';

interface TextOutput {
  write(text: string): unknown;
}

/** As in sysexits.h: wrong configuration, and output that can't be written. */
const exitCodes = { done: 0, cannotWrite: 73, wrongOptions: 78 } as const;

/** Resolves to the exit code. Faults go to `errors`, one sentence a line; the rest to `output`. */
export async function runSimulate(
  args: string[],
  output: TextOutput,
  errors: TextOutput = process.stderr,
): Promise<number> {
  const options = parseSimulateOptions(args);
  if (options === 'help') {
    output.write(simulateHelp());
    return exitCodes.done;
  }
  if (Array.isArray(options)) {
    for (const fault of options) errors.write(`${fault}\n`);
    return exitCodes.wrongOptions;
  }
  try {
    if (!options.force && !(await isEmptyOrNew(options.directory))) {
      errors.write(`${options.directory} is not empty; give an empty or new directory, or --force to write into it.\n`);
      return exitCodes.wrongOptions;
    }
    await mkdir(options.directory, { recursive: true });
    output.write(summaryOf(options, await write(options, output)));
    return exitCodes.done;
  } catch (error) {
    errors.write(`${options.directory} can't be written to: ${(error as Error).message}.\n`);
    return exitCodes.cannotWrite;
  }
}

async function isEmptyOrNew(directory: string): Promise<boolean> {
  try {
    return (await readdir(directory)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

function write(options: SimulateOptions, output: TextOutput): Promise<WrittenWorld> {
  const { directory, days, gzip, windowsNames, force: _force, ...world } = options;
  const slots = (days * 86_400) / world.slotSeconds;
  return writeWorld(
    { world: { ...world, devices: simulatedDevices[world.kind] }, days, directory, gzip, windowsNames },
    new SubscriberIndex(),
    (day, slotsWritten) => output.write(`day ${day} of ${days}: ${slotsWritten} of ${slots} slots written\n`),
  );
}

function summaryOf(options: SimulateOptions, written: WrittenWorld): string {
  const { incidents } = written.truth;
  const attacks = incidents.filter((incident) => !incident.benign).length;
  const megabytes = (written.bytes / 1e6).toFixed(1);
  return (
    `Wrote ${written.files} snapshot files with ${written.rows} records (${megabytes} MB) to ${options.directory}: ` +
    `${options.subscribers} subscribers, ${attacks} attacks and ${incidents.length - attacks} harmless look-alikes ` +
    `(truth.json), seed ${options.seed}.\n`
  );
}
