/** The role `detect`: judges what collectors report, one process at a time; the others stand by and take over when it is silent. */
import { hostname } from 'node:os';
import { listenOrSayWhy, urlOf } from '../app-lifecycle.ts';
import type { App } from '../app.ts';
import { checkpointsOf, waitUnlessAborted, type Foundation } from '../foundation.ts';
import { Lease } from '../live/lease.ts';
import type { IngestStatus } from '../telemetry/status.ts';
import { Detection } from './detection.ts';
import { ErasureWatch } from './erasure-watch.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { createMeetingPlace } from './meeting-place.ts';
import { PartsInOrder } from './parts-in-order.ts';
import { createProbeServer, openDoor } from './probe-server.ts';

export async function createDetector(base: Foundation): Promise<App> {
  const { config, metrics } = base;
  const log = base.log.child({ component: 'detect' });
  const place = createMeetingPlace(base);
  const { connection, keys } = place;
  const leaseMs = config.lease * 1000;
  let detection: Detection | null = null;
  let beginning: Promise<unknown> = Promise.resolve();
  const hear = async (isFirst: boolean): Promise<void> => {
    await beginning;
    // Who stands by knows nobody but from a checkpoint of before, which it would not use any more.
    if (detection !== null) await detection.forgetErased();
    else if (!isFirst) await checkpointsOf(base).remove();
  };
  const keeper = new LeaseKeeper({
    lease: new Lease({ connection, holderKey: keys.detector, tokenKey: keys.detectorToken, leaseMs }),
    leaseMs,
    what: 'to detect',
    async begin(token) {
      const fence = { token, owner: `${hostname()}-${process.pid}`.replaceAll(/[^\w.-]/g, '_') };
      const starting = Detection.begin(base, { place, fence });
      beginning = starting.catch(() => undefined);
      const begun = await starting;
      detection = begun;
      metrics.detectorAtWork.set(1);
      metrics.detectorTakeovers.inc();
      return {
        failed: begun.failed,
        async stop() {
          metrics.detectorAtWork.set(0);
          detection = null;
          await begun.stop();
        },
      };
    },
    log,
    wait: waitUnlessAborted,
    now: () => performance.now(),
  });
  const standingBy: IngestStatus = {
    phase: 'live',
    source: 'reports of collectors',
    simulated: false,
    dataAsOf: null,
    slotSeconds: config['slot-length'],
    done: 0,
    total: 0,
    unreadableFiles: 0,
    unlistedDevices: [],
    fault: 'standing by: another process detects',
  };
  const health = {
    history: { ping: async () => detection?.history.ping() },
    feed: { fault: () => null },
    status: { current: () => detection?.status.current() ?? standingBy },
    missing: () => [connection.fault() ?? [], keeper.fault ?? []].flat(),
  };
  const server = createProbeServer({
    health,
    push: null,
    metrics,
    log: base.log.child({ component: 'api' }),
    doorkeeper: await openDoor(base),
  });
  let port = 0;
  return new PartsInOrder(
    [
      { start: () => connection.open(), stop: () => connection.close() },
      {
        start: async () => void (port = await listenOrSayWhy(server, config)),
        stop: () => server.stop(),
      },
      new ErasureWatch({ ...place, hear, leaseMs, log }),
      keeper,
    ],
    () => urlOf(config.host, port),
  );
}
