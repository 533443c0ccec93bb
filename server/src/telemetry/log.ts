/** The log: one JSON line an event on standard output, without subscriber numbers. */
import { pino, stdTimeFunctions, type DestinationStream, type Level, type Logger } from 'pino';

export type { Logger } from 'pino';

export interface LogOptions {
  readonly level: Level | 'silent';
  /** Standard output when not given. */
  readonly destination?: DestinationStream;
}

/** Who a subscriber is must not be read from a log: a field of these names, at the top or one level down, is blanked. */
const personal = ['subscriber', 'subscribers', 'given'].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** A part of the process logs through `log.child({ component: 'feed' })`. */
export function createLog({ level, destination }: LogOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: personal, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
