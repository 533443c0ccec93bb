import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freeUdpPort } from '../../../test/radius-place.ts';
import { attributesOf, encodeRequest, type SessionTold } from '../../../test/radius-requests.ts';
import { createLog } from '../../telemetry/log.ts';
import { createMetrics, type Metrics } from '../../telemetry/metrics.ts';
import { MemoryReceived } from '../received/memory-received.fixture.ts';
import type { Reception } from '../received/receiving-desk.ts';
import { ClientTable } from './client-table.ts';
import { MemoryRadius } from './memory-radius.fixture.ts';
import { createRadiusAccounting, type RadiusAccounting } from './radius-accounting.ts';

const secret = 'testing123';
const clients = new ClientTable(
  [{ address: '127.0.0.1', bits: 32, device: '62.0', secret: Buffer.from(secret) }],
  new Set(['62.0']),
  new Map(),
);
const now = Math.floor(Date.now() / 1000);

function requestOf(identifier: number, told: Partial<SessionTold>): Buffer {
  const session = { status: 'interim', session: '1', subscriber: 'alice', nas: 'bras-1' } as const;
  const counters = { at: now, sessionSeconds: 600, upBytes: 1000, downBytes: 5 * 2 ** 32 };
  return encodeRequest(identifier, attributesOf({ ...session, ...counters, ...told }), secret);
}

describe('RADIUS accounting', () => {
  const received = new MemoryReceived();
  const radius = new MemoryRadius();
  let metrics: Metrics;
  let nas: Socket;
  let port: number;
  let feed: RadiusAccounting;
  /** Resolves when what is to be kept may be. */
  let mayKeep: Promise<void>;
  let isKeeping: PromiseWithResolvers<void>;

  beforeEach(async () => {
    mayKeep = Promise.resolve();
    isKeeping = Promise.withResolvers();
    nas = createSocket('udp4').bind(0, '127.0.0.1');
    await once(nas, 'listening');
    port = await freeUdpPort();
    feed = createFeed();
    await feed.start();
  });

  afterEach(async () => {
    await feed.stop();
    nas.close();
  });

  function createFeed(): RadiusAccounting {
    metrics = createMetrics();
    const take = async (records: Parameters<MemoryReceived['keepReceived']>[0]): Promise<Reception[]> => {
      isKeeping.resolve();
      await mayKeep;
      await received.keepReceived(records);
      return records.map(() => 'kept');
    };
    return createRadiusAccounting({
      address: '127.0.0.1',
      port,
      clients,
      subscriberFrom: ['User-Name'],
      received: { take },
      history: radius,
      slotSeconds: 600,
      waitSeconds: 720,
      log: createLog({ level: 'silent' }),
      metrics,
    });
  }

  const send = (request: Buffer): void => nas.send(request, port, '127.0.0.1');
  /** The identifier that the next answer has. */
  const answered = async (): Promise<number | undefined> => ((await once(nas, 'message')) as [Buffer])[0][1];
  const dropped = async (reason: string): Promise<number | undefined> =>
    (await metrics.radiusRequestsDropped.get()).values.find(({ labels }) => labels.reason === reason)?.value;

  it('answers a request once that comes again while it is being kept, and again when it comes after that', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    mayKeep = promise;
    const answers: number[] = [];
    nas.on('message', (answer) => answers.push(answer[1]!));
    send(requestOf(7, {}));
    await isKeeping.promise;
    send(requestOf(7, {}));
    await expect.poll(() => dropped('in-flight')).toBe(1);
    resolve();
    await once(nas, 'message');
    send(requestOf(7, {}));
    await once(nas, 'message');
    expect(answers).toEqual([7, 7]);
  });

  it('goes on from the counters of before a restart', async () => {
    send(requestOf(1, {}));
    expect(await answered()).toBe(1);
    await feed.stop();
    feed = createFeed();
    await feed.start();
    send(requestOf(2, { at: now + 30, sessionSeconds: 630, upBytes: 1234 }));
    expect(await answered()).toBe(2);
    const up = (await metrics.radiusBytes.get()).values.find(({ labels }) => labels.direction === 'up');
    expect(up?.value).toBe(234);
  });

  it('when it is stopped answers what is being kept, and hears no more', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    mayKeep = promise;
    send(requestOf(3, { session: '3' }));
    await isKeeping.promise;
    const stopped = feed.stop();
    send(requestOf(4, { session: '4' }));
    const answer = answered();
    resolve();
    expect(await answer).toBe(3);
    await stopped;
    expect((await metrics.radiusRequests.get()).values).toMatchObject([{ value: 1 }]);
    feed = createFeed();
    await feed.start();
  });

  it('does not start on an address that is taken, and can be stopped all the same', async () => {
    const second = createFeed();
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
    await second.stop();
  });
});
