/** The settings of what is read: sources, their devices, slots, and the keys that are written beside. */
import { counterMeanings } from '../domain/device.ts';
import { slotClosings } from '../domain/slot-assembler.ts';
import { defaultSlotSeconds } from '../domain/slot.ts';
import { subscriberAttributes, type SubscriberAttribute } from '../ingest/radius/accounting-request.ts';
import { keyCounters } from '../ingest/redis-keys/seed-snapshot.ts';
import { option } from './setting-option.ts';
import { addressAndPort, listOf, oneOf, slotLength, text, url, whole } from './setting-readers.ts';

export const sourceOptions = {
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
    'how often the snapshot folder is looked at; at once where the system tells of a new file',
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
} as const;
