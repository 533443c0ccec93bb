/** On what a measurement was made: figures without it mean nothing. */
import { cpus, freemem, loadavg } from 'node:os';

export function machine(): string {
  const memory = `${Math.round(freemem() / 2 ** 30)} GB of memory free`;
  const load = `load ${loadavg()[0]!.toFixed(1)}`;
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${memory}, ${load}, Node ${process.version}`;
}
