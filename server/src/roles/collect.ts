/** The role `collect`: reads the sources, and puts what they report into the queue of the detector. */
import { listenOrSayWhy, openOrSayWhy, urlOf } from '../app-lifecycle.ts';
import type { App } from '../app.ts';
import { makeHistory, makePush, makeReceived, namedAlike, waitUnlessAborted, type Foundation } from '../foundation.ts';
import type { History } from '../history/history.ts';
import { createRadius, createSource, type SourceParts } from '../ingest/source-of-config.ts';
import type { Source } from '../ingest/source.ts';
import { Lease } from '../live/lease.ts';
import { erasedIn } from '../privacy/erased-names.ts';
import type { Logger } from '../telemetry/log.ts';
import { ReportQueue } from '../reports/report-queue.ts';
import { ReportSink } from '../reports/report-sink.ts';
import type { StartFiles } from '../settings/start-files.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { ErasureWatch } from './erasure-watch.ts';
import { secretOf } from './installation-secret.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { createMeetingPlace, type MeetingPlace } from './meeting-place.ts';
import { PartsInOrder } from './parts-in-order.ts';
import { createProbeServer, openDoor } from './probe-server.ts';
import { QueueWatch } from './queue-watch.ts';
import { Reading } from './reading.ts';
import { Receiving } from './receiving.ts';
import { StatusWatch } from './status-board.ts';

export async function createCollector(base: Foundation, files: StartFiles): Promise<App> {
  const { config, directory, metrics } = base;
  const log = base.log.child({ component: 'collect' });
  const place = createMeetingPlace(base);
  const { connection, keys } = place;
  const history = makeHistory(base, 'beside');
  const opened = namedAlike(history, base, (historyId) => secretOf(config, historyId));
  const queue = new ReportQueue({ ...place, limitBytes: config['queue-limit'] });
  const stopping = new AbortController();
  const onAppended = (outcome: string): void => metrics.reportsQueued.inc({ outcome });
  const onForgotten = (): void => {
    log.warn('Redis has lost reports that it was given; what history lacks is read again');
    reading.again();
    receiving.desk?.again();
  };
  const sink = new ReportSink({ queue, directory, onAppended, onForgotten, wait: waitUnlessAborted });
  const handedOver = async (): Promise<ReadonlySet<string>> => {
    const known = await unlessAborted(queue.known(), stopping.signal);
    if (known === null) throw new Error('The collector stops before Redis is there');
    return new Set([...known, ...(await history.ingestedFileKeys())]);
  };
  const status = new StatusWatch({
    connection,
    key: keys.status,
    slotSeconds: config['slot-length'],
    closedThrough: () => history.closedThrough(),
  });
  const makeSource = sourceMaker(base, log);
  const reading = new Reading({ makeSource, sink, handedOver, log, signal: stopping.signal });
  const receiving = makeReceiving(base, files, { place, history, sink, handedOver });
  const missing = (): string[] => [queue.fault() ?? [], sink.obstacle ?? []].flat();
  const push = makePush(base, files, receiving.desk, status);
  const health = { history, feed: { fault: () => null }, status, missing };
  const server = createProbeServer({
    health,
    push,
    metrics,
    log: base.log.child({ component: 'api' }),
    doorkeeper: await openDoor(base),
  });
  let port = 0;
  return new PartsInOrder(
    [
      { start: () => connection.open(), stop: () => connection.close() },
      { start: () => openOrSayWhy(opened), stop: () => history.close() },
      new ErasureWatch({ ...place, hear: () => forgetErased(base, history), leaseMs: config.lease * 1000, log }),
      status,
      {
        start: async () => void (port = await listenOrSayWhy(server, config)),
        stop: () => server.stop(),
      },
      new QueueWatch({ queue, metrics, onForgotten }),
      reading,
      receiving.keeper,
      // Stopped first, so that no source waits for the queue any more.
      {
        start: () => undefined,
        stop() {
          stopping.abort();
          sink.stop();
        },
      },
    ],
    () => urlOf(config.host, port),
  );
}

/** Numbers, and names that reports were packed with. */
async function forgetErased({ erased, edge, directory }: Foundation, history: History): Promise<void> {
  const known = erased.version;
  erased.learn(await history.erasures());
  const isErased = (name: string): boolean => erased.hasLearned(name, known);
  const { numbers } = edge;
  const found = await erasedIn(numbers, (number) => isErased(number) || isErased(edge.nameOf(number)));
  const names = await erasedIn(directory, isErased);
  // At once: a number must not lead to a name that is nobody's any more.
  for (const index of found) edge.forget(numbers.idOf(index));
  for (const index of names) directory.erase(index);
}

/** Of files and keys; what is received has a part of its own. */
function sourceMaker({ config, devices, edge, metrics, log }: Foundation, collectLog: Logger): () => Source {
  const told = new Set<string>();
  const parts: SourceParts = {
    config,
    devices,
    simulatedFrom: 0,
    edge,
    received: null,
    onUnusable: (file, fault) => collectLog.warn({ file, reason: fault.message }, 'A snapshot file is left out'),
    onUnlisted(from, unlisted) {
      metrics.filesOfUnlistedDevices.set(unlisted.reduce((sum, { files }) => sum + files, 0));
      const added = unlisted.flatMap(({ device }) => (told.has(device) ? [] : device));
      for (const device of added) told.add(device);
      if (added.length > 0) collectLog.warn({ from, devices: added }, 'Files wait for devices that the table lacks');
    },
    redisKeys: { metrics, log: log.child({ component: 'redis-keys' }), wait: waitUnlessAborted },
    onEnded: (fault) => collectLog.fatal({ err: fault }, 'The source has ended'),
  };
  return () => createSource(parts);
}

interface ReceivingParts {
  readonly place: MeetingPlace;
  readonly history: History;
  readonly sink: ReportSink;
  readonly handedOver: () => Promise<ReadonlySet<string>>;
}

/** The desk is null, and the keeper does nothing, when no setting asks for it. */
function makeReceiving(base: Foundation, files: StartFiles, parts: ReceivingParts) {
  const { config, metrics } = base;
  const { place, history, sink, handedOver } = parts;
  if (config['push-keys'] === null && config.radius === null)
    return { desk: null, keeper: { start: () => undefined, stop: () => undefined } };
  const onFault = (fault: Error): void =>
    base.log.warn({ reason: fault.message }, 'What was received can not be read from history; trying again');
  const radiusLog = base.log.child({ component: 'radius' });
  const desk = new Receiving({
    sink,
    handedOver,
    make() {
      const received = makeReceived(base, history, onFault)!;
      const clients = files.radiusClients;
      return { received, radius: createRadius({ config, clients, received, history, metrics, log: radiusLog }) };
    },
  });
  const { connection, keys } = place;
  const leaseMs = config.lease * 1000;
  const keeper = new LeaseKeeper({
    lease: new Lease({ connection, holderKey: keys.receiver, tokenKey: keys.receiverToken, leaseMs }),
    leaseMs,
    what: 'to take what is pushed',
    begin: () => desk.begin(),
    log: base.log.child({ component: 'collect' }),
    wait: waitUnlessAborted,
    now: () => performance.now(),
  });
  return { desk, keeper };
}
