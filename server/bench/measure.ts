/** One measurement in a process of its own: `measure.ts WHAT FOLDER` prints rows, CPU seconds and peak memory as JSON. */
import { plainSeedRule } from './plain-seed-rule.ts';
import { readBytes } from './read-bytes.ts';
import { tidewatchRule } from './tidewatch-rule.ts';

export interface Measurement {
  readonly rows: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakBytes: number;
}

const work: Record<string, (folder: string) => number | Promise<number>> = {
  tidewatch: tidewatchRule,
  seed: plainSeedRule,
  bytes: readBytes,
};
const [what = '', folder = ''] = process.argv.slice(2);
const run = work[what];
if (run === undefined) throw new Error(`"${what}" is not one of ${Object.keys(work).join(', ')}`);
const cpuBefore = process.cpuUsage();
const begun = performance.now();
const rows = await run(folder);
const { user, system } = process.cpuUsage(cpuBefore);
const measurement: Measurement = {
  rows,
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - begun) / 1000,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(measurement));
