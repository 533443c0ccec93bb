/** The source of the seed's keys: hands over what they hold in order of time, then follows those that are written. */
import type { DeviceReading } from '../../domain/device.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import type { RedisConnection } from '../../live/redis-connection.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Source } from '../source.ts';
import type { UnlistedDevice } from '../unlisted-device.ts';
import { KeyWatch } from './key-watch.ts';
import { KeysReader } from './keys-reader.ts';
import type { KeyCounters } from './seed-snapshot.ts';

export interface RedisKeysOptions {
  /** For commands, and one more for notifications. */
  readonly connections: { readonly commands: RedisConnection; readonly notifications: RedisConnection };
  /** Where they are, without a password: for the description. */
  readonly place: string;
  readonly devices: readonly DeviceReading[];
  readonly counters: KeyCounters;
  readonly subscribers: SubscriberDirectory;
  /** What tells the growing counters of one subscriber from those of others: keys name no sessions. */
  readonly sessionOf: (subscriber: string) => number;
  /** Larger values are not read. */
  readonly maxValueBytes: number;
  /** How often it is looked for keys where Redis does not tell of them; milliseconds. */
  readonly scanIntervalMs: number;
  readonly now: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly metrics: Pick<Metrics, 'redisKeysRead'>;
  /** Told of a key that can't be used, or that Redis can't be read; never ends the source. */
  readonly onFault: (name: string, fault: Error) => void;
  readonly onUnlisted: (devices: readonly UnlistedDevice[]) => void;
}

/** Where Redis tells of keys it is looked for them all the same, now and then: messages may be lost. */
const scansSkippedWhileListening = 20;

export function createRedisKeysSource(options: RedisKeysOptions): Source {
  const { commands, notifications } = options.connections;
  const stopping = new AbortController();
  let awake = new AbortController();
  const watch = new KeyWatch(notifications, () => awake.abort());
  let running: Promise<void> = Promise.resolve();
  let skipped = Infinity;
  let told = '';

  /** Keys that were written, or all that changed when it is time to look for them. */
  async function nextKeys(reader: KeysReader): Promise<readonly string[]> {
    const wasListening = watch.isListening;
    await watch.listen(commands.client);
    if (wasListening && skipped++ < scansSkippedWhileListening) return watch.take();
    skipped = 0;
    return [...new Set([...watch.take(), ...(await reader.changed())])];
  }

  function tellOnce(fault: Error): void {
    if (stopping.signal.aborted || fault.message === told) return;
    told = fault.message;
    options.onFault('the keys of Redis', fault);
  }

  return {
    description: `keys of Redis at ${options.place}`,
    simulated: false,
    start(sink, { ingested }) {
      const reader = new KeysReader(options, ingested, stopping.signal);
      // Commands wait for Redis; other sources must not: while it is away nothing is known to wait there.
      commands.client.once('close', () => void sink.caughtUp().catch(tellOnce));
      const run = async (): Promise<void> => {
        while (!stopping.signal.aborted) {
          awake = new AbortController();
          try {
            await reader.handOver(await nextKeys(reader), sink);
            told = '';
          } catch (error) {
            // What was left unread is looked for again.
            skipped = Infinity;
            tellOnce(error as Error);
          }
          await options.wait(options.scanIntervalMs, AbortSignal.any([stopping.signal, awake.signal]));
        }
      };
      running = run();
    },
    async stop() {
      stopping.abort();
      commands.close();
      notifications.close();
      await running;
    },
  };
}
