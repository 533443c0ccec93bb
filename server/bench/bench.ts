/** `npm run bench`, `npm run bench -- WHAT OPTIONS`: one of the measurements, after a line about the machine. */
import { access } from './access.ts';
import { dashboard } from './dashboard/dashboard.ts';
import { detection } from './detection.ts';
import { disk } from './disk.ts';
import { fanOut } from './fan-out.ts';
import { machine } from './machine.ts';
import { queries } from './queries/queries.ts';
import { queue } from './queue.ts';
import { radius } from './radius.ts';
import { slot } from './slot.ts';

const measurements: Record<string, (options: string[]) => void | Promise<void>> = {
  access,
  dashboard,
  detection,
  disk,
  'fan-out': fanOut,
  queries,
  queue,
  radius,
  slot,
};

const [wanted = 'detection', ...options] = process.argv.slice(2);
const run = measurements[wanted];
if (run === undefined) {
  process.stderr.write(`"${wanted}" is not measured; expected one of ${Object.keys(measurements).join(', ')}\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(`Machine: ${machine()}\n`);
  await run(options);
}
