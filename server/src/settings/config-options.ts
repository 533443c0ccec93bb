/** The settings of `start`: one table with option, variable, unit, default, meaning and check. */
import { accessOptions } from './access-options.ts';
import { option } from './setting-option.ts';
import { oneOf, redisUrl, text, url, whole } from './setting-readers.ts';
import { simulationOptions } from './simulation-options.ts';
import { sourceOptions } from './source-options.ts';

/** `collect` reads the sources, `detect` judges, `serve` answers. */
export const roles = ['all', 'collect', 'detect', 'serve'] as const;
export type Role = (typeof roles)[number];

export const options = {
  role: option(
    'TIDEWATCH_ROLE',
    roles.join('|'),
    'all',
    'what this process does: everything, or one part of what several processes do together',
    oneOf(roles),
  ),
  port: option('TIDEWATCH_PORT', 'port', '4000', 'where to listen; 0 takes any free port', whole(0, 65_535)),
  host: option('TIDEWATCH_HOST', 'address', '127.0.0.1', 'address to listen on', text),
  data: option('TIDEWATCH_DATA', 'folder', './data', 'where history and identity are kept', text),
  ...sourceOptions,
  'raw-retention': option(
    'TIDEWATCH_RAW_RETENTION',
    'days',
    '30',
    'how long samples and dead letters are kept; the detector can be rebuilt from what is there, hence at least 14',
    whole(14, 3650),
  ),
  'hourly-retention': option(
    'TIDEWATCH_HOURLY_RETENTION',
    'days',
    '400',
    'how long hourly roll-ups are kept',
    whole(1, 3650),
  ),
  'feed-retention': option(
    'TIDEWATCH_FEED_RETENTION',
    'days',
    '7',
    "how far back, by the data's clock, a cursor of the feed is gone on from; older ones are answered with a gap",
    whole(1, 3650),
  ),
  ...simulationOptions,
  ...accessOptions,
  'clickhouse-url': option(
    'CLICKHOUSE_URL',
    'URL',
    null,
    'ClickHouse server for history; without it the embedded engine is used',
    url('http:', 'https:'),
  ),
  'redis-url': option(
    'REDIS_URL',
    'URL',
    null,
    'Redis for the feed, and for what several processes share; without it the feed stays in the process',
    redisUrl,
  ),
  lease: option(
    'TIDEWATCH_LEASE',
    'seconds',
    '10',
    'how long detection waits for a detector that is silent before another takes its place',
    whole(2, 120),
  ),
  'queue-limit': option(
    'TIDEWATCH_QUEUE_LIMIT',
    'bytes',
    '268435456',
    'reports that may wait in Redis between collectors and detector; when there are more, collectors wait',
    whole(1_000_000, 2 ** 36),
  ),
  'log-level': option(
    'TIDEWATCH_LOG_LEVEL',
    'level',
    'info',
    'fatal, error, warn, info, debug or silent',
    oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
  ),
} as const;

export type OptionName = keyof typeof options;
