/** The settings of `start`: one table with option, variable, unit, default, meaning and check. */
import { counterMeanings } from './domain/device.ts';
import { slotClosings } from './domain/slot-assembler.ts';
import { defaultSlotSeconds } from './domain/slot.ts';
import { worldKinds } from './ingest/simulated/world.ts';
import { keyCounters } from './ingest/redis-keys/seed-snapshot.ts';
import { subscriberAttributes, type SubscriberAttribute } from './ingest/radius/accounting-request.ts';
import { addressAndPort, listOf, oneOf, origins, slotLength, text, url, whole, type Read } from './setting-readers.ts';

export interface Option<Value, Default extends string | null> {
  /** Name of the environment variable; the command line wins over it. */
  readonly variable: string;
  /** Unit or form, for `--help`. */
  readonly unit: string;
  readonly help: string;
  /** As text, so that `--help` shows what would be typed; null when the setting is off unless given. */
  readonly default: Default;
  readonly read: Read<Value>;
}

const option = <Value, Default extends string | null>(
  variable: string,
  unit: string,
  defaultText: Default,
  help: string,
  read: Read<Value>,
): Option<Value, Default> => ({ variable, unit, default: defaultText, help, read });

export const options = {
  port: option('TIDEWATCH_PORT', 'port', '4000', 'where to listen; 0 takes any free port', whole(0, 65_535)),
  host: option('TIDEWATCH_HOST', 'address', '127.0.0.1', 'address to listen on', text),
  data: option('TIDEWATCH_DATA', 'folder', './data', 'where history and identity are kept', text),
  snapshots: option('TIDEWATCH_SNAPSHOTS', 'folder', null, 'snapshot files to read and to watch', text),
  devices: option(
    'TIDEWATCH_DEVICES',
    'file',
    null,
    'device table (psxattrs.csv): how each device is to be read; without it a simulated ISP runs',
    text,
  ),
  subscribers: option(
    'TIDEWATCH_SUBSCRIBERS',
    'file',
    null,
    'table of subscribers (IdSubscriber,Plan,Type): whom each is compared with; without it, with everybody',
    text,
  ),
  counters: option(
    'TIDEWATCH_COUNTERS',
    counterMeanings.join('|'),
    'session-mean',
    'what counters mean where the device table has no Counters column',
    oneOf(counterMeanings),
  ),
  rule: option(
    'TIDEWATCH_RULE',
    'file',
    null,
    'rule file: the numbers of the detection; without it the built-in ones',
    text,
  ),
  'slot-length': option(
    'TIDEWATCH_SLOT_LENGTH',
    'seconds',
    String(defaultSlotSeconds),
    'time between two snapshots of a device; a divisor of 3600',
    slotLength,
  ),
  lateness: option(
    'TIDEWATCH_LATENESS',
    'seconds',
    '1200',
    'how long a slot waits for a missing device, and late traffic is folded in',
    whole(0, 86_400),
  ),
  'close-slots': option(
    'TIDEWATCH_CLOSE_SLOTS',
    slotClosings.join('|'),
    'complete',
    'complete: when those awaited have told of it; lateness: after it, so that late traffic is judged, as much later',
    oneOf(slotClosings),
  ),
  'poll-interval': option(
    'TIDEWATCH_POLL_INTERVAL',
    'milliseconds',
    '1000',
    'how often the snapshot folder is looked at',
    whole(10, 3_600_000),
  ),
  'settled-after': option(
    'TIDEWATCH_SETTLED_AFTER',
    'milliseconds',
    '2000',
    'a file left alone for this long is complete',
    whole(0, 3_600_000),
  ),
  'max-file-size': option(
    'TIDEWATCH_MAX_FILE_SIZE',
    'bytes',
    '1073741824',
    'larger snapshot files are not read, packed or unpacked',
    whole(1, 2 ** 32),
  ),
  'push-keys': option(
    'TIDEWATCH_PUSH_KEYS',
    'file',
    null,
    'keys of the machines that may push records over HTTP; without it nothing is taken',
    text,
  ),
  'push-wait': option(
    'TIDEWATCH_PUSH_WAIT',
    'seconds',
    '120',
    'how long after its end a slot is waited for by records that are pushed',
    whole(0, 86_400),
  ),
  radius: option(
    'TIDEWATCH_RADIUS',
    'address:port',
    null,
    'where to listen for RADIUS accounting, such as 0.0.0.0:1813; without it nobody is heard',
    addressAndPort,
  ),
  'radius-clients': option(
    'TIDEWATCH_RADIUS_CLIENTS',
    'file',
    null,
    'who may send RADIUS accounting, with which secret, and of which device',
    text,
  ),
  'radius-subscriber': option(
    'TIDEWATCH_RADIUS_SUBSCRIBER',
    'attributes',
    Object.keys(subscriberAttributes).join(','),
    'attributes that tell the subscriber, separated by commas; the first that a request has counts',
    listOf(Object.keys(subscriberAttributes) as SubscriberAttribute[]),
  ),
  'radius-wait': option(
    'TIDEWATCH_RADIUS_WAIT',
    'seconds',
    '720',
    'how long after its end a slot is waited for by RADIUS accounting: the interim interval and some more',
    whole(60, 86_400),
  ),
  'redis-keys': option(
    'TIDEWATCH_REDIS_KEYS',
    'URL',
    null,
    'Redis whose keys of the form "3 2024-01-01 00:00:00" (a device, an hour) are read and followed',
    url('redis:', 'rediss:'),
  ),
  'redis-keys-counters': option(
    'TIDEWATCH_REDIS_KEYS_COUNTERS',
    keyCounters.join('|'),
    'slot-bytes',
    'what UpTx and DownTx of these keys are: bytes of the slot, or as the device counts: of the slot, or grown',
    oneOf(keyCounters),
  ),
  'redis-keys-interval': option(
    'TIDEWATCH_REDIS_KEYS_INTERVAL',
    'milliseconds',
    '15000',
    'how often it is looked for such keys, where Redis does not tell of them by itself',
    whole(10, 3_600_000),
  ),
  'redis-mirror': option(
    'TIDEWATCH_REDIS_MIRROR',
    'URL',
    null,
    'Redis to write such keys to, in bytes of the slot, for what was built on them; without it none are written',
    url('redis:', 'rediss:'),
  ),
  'redis-mirror-ttl': option(
    'TIDEWATCH_REDIS_MIRROR_TTL',
    'days',
    '7',
    'how long Redis keeps a key that was written',
    whole(1, 3650),
  ),
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
  'simulated-subscribers': option(
    'TIDEWATCH_SIMULATED_SUBSCRIBERS',
    'subscribers',
    '1000',
    'size of the simulated ISP',
    whole(1, 100_000),
  ),
  'simulated-days': option(
    'TIDEWATCH_SIMULATED_DAYS',
    'days',
    '10',
    'history that the simulated ISP fills in at first start',
    whole(0, 30),
  ),
  'simulated-slot-interval': option(
    'TIDEWATCH_SIMULATED_SLOT_INTERVAL',
    'milliseconds',
    '2000',
    'real time that a simulated slot takes',
    whole(10, 3_600_000),
  ),
  'simulated-seed': option(
    'TIDEWATCH_SIMULATED_SEED',
    'number',
    '1',
    'another seed is another ISP',
    whole(0, 0xffff_ffff),
  ),
  'simulated-world': option(
    'TIDEWATCH_SIMULATED_WORLD',
    worldKinds.join('|'),
    'real',
    'rhythms, heavy tails and change, or flat as one measured week',
    oneOf(worldKinds),
  ),
  'allow-origin': option(
    'TIDEWATCH_ALLOW_ORIGIN',
    'origins',
    null,
    'other web origins that may call the API, separated by commas',
    origins,
  ),
  access: option(
    'TIDEWATCH_ACCESS',
    'file',
    null,
    'where accounts and API keys are kept; without it access.json in the data folder',
    text,
  ),
  'oidc-issuer': option(
    'TIDEWATCH_OIDC_ISSUER',
    'URL',
    null,
    'identity provider (OpenID Connect) where people log in; without it by passwords alone',
    url('https:', 'http:'),
  ),
  'oidc-client': option('TIDEWATCH_OIDC_CLIENT', 'text', null, 'name of Tidewatch at the identity provider', text),
  'oidc-secret': option('TIDEWATCH_OIDC_SECRET', 'file', null, 'file with the secret of that name', text),
  'oidc-claim': option(
    'TIDEWATCH_OIDC_CLAIM',
    'text',
    'preferred_username',
    'claim of the id token that has the name of the account',
    text,
  ),
  'public-url': option(
    'TIDEWATCH_PUBLIC_URL',
    'URL',
    null,
    'where browsers reach Tidewatch, as the identity provider knows it',
    url('https:', 'http:'),
  ),
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
    'Redis server for the feed; without it the feed stays in the process',
    url('redis:', 'rediss:'),
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
