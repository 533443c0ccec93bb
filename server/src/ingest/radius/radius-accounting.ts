/** The RADIUS accounting feed: its parts put together, and started and stopped in order. */
import type { RadiusHistory } from '../../history/radius-counters.ts';
import type { Logger } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { ReceivedSource } from '../received/received-source.ts';
import type { SubscriberAttribute } from './accounting-request.ts';
import type { BatchAccount } from './batch-account.ts';
import type { ClientTable } from './client-table.ts';
import { CounterLedger } from './counter-ledger.ts';
import { RadiusListener, type DropReason } from './radius-listener.ts';
import { RequestDesk } from './request-desk.ts';
import { SparseLog } from './sparse-log.ts';

export interface RadiusAccountingOptions {
  readonly address: string;
  readonly port: number;
  readonly clients: ClientTable;
  readonly subscriberFrom: readonly SubscriberAttribute[];
  readonly received: Pick<ReceivedSource, 'take'>;
  readonly history: RadiusHistory;
  readonly slotSeconds: number;
  readonly waitSeconds: number;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export interface RadiusAccounting {
  /** Call once, when history is open. Rejects when history can't be read or the address can't be had. */
  start(): Promise<void>;
  /** Answers what is being kept, drops the rest; may be called whether it was started or not. */
  stop(): Promise<void>;
}

const gatherMs = 150;
/** Some seconds of a million subscribers; 40 MB. */
const mostWaiting = 20_000;
/** Those of a million subscribers with the ones that have ended of late; 400 MB. */
const mostKept = 2_000_000;
const plentyBufferBytes = 2 ** 20;

export function createRadiusAccounting(options: RadiusAccountingOptions): RadiusAccounting {
  const { history, log, metrics, waitSeconds } = options;
  const ledger = new CounterLedger({ waitSeconds, mostKept });
  const sparse = new SparseLog(log, () => performance.now());
  const now = (): number => Date.now() / 1000;
  const desk = new RequestDesk({
    ...options,
    ledger,
    gatherMs,
    mostWaiting,
    now,
    onKept(account) {
      count(account, metrics);
      metrics.radiusSessions.set(ledger.size);
      tellOfDoubts(account, sparse);
    },
    onFault: (fault) => sparse.warn({ reason: fault.message }, 'RADIUS requests are not kept, and not answered'),
  });
  const onDropped = (reason: DropReason, address: string): void => {
    metrics.radiusRequestsDropped.inc({ reason });
    const message = worthTelling.get(reason);
    if (message !== undefined) sparse.warn({ address }, message);
  };
  const onFault = (fault: Error): void => sparse.warn({ reason: fault.message }, 'The RADIUS socket has a fault');
  const listener = new RadiusListener({ ...options, desk, now, onDropped, onFault });
  return {
    async start() {
      for (const counters of await history.radiusCounters()) ledger.restore(counters);
      metrics.radiusSessions.set(ledger.size);
      const bufferBytes = await listener.start();
      const { address, port } = options;
      log.info({ address, port, sessions: ledger.size, bufferBytes }, 'RADIUS accounting is taken');
      if (bufferBytes < plentyBufferBytes)
        log.warn({ bufferBytes }, 'The receive buffer for RADIUS is small: raise net.core.rmem_max');
    },
    async stop() {
      listener.stopListening();
      await desk.close();
      await listener.close();
    },
  };
}

/** Faults of a configuration, here or there. The others come to pass in a network. */
const worthTelling = new Map<DropReason, string>([
  ['unknown-client', 'A RADIUS request comes from an address that is no client'],
  ['bad-authenticator', 'A RADIUS request is not signed with the secret of its client'],
  ['unknown-nas', 'A RADIUS request names a NAS that is not in the clients file'],
  ['no-subscriber', 'A RADIUS request names no subscriber'],
  ['malformed', 'A RADIUS request can not be read'],
  ['not-accounting', 'A RADIUS request is neither accounting nor Status-Server'],
  ['no-room', 'RADIUS requests come faster than history takes them'],
  ['too-many-sessions', 'There are more RADIUS sessions than can be remembered'],
]);

function count(account: BatchAccount, metrics: Metrics): void {
  for (const [type, requests] of account.requests) metrics.radiusRequests.inc({ type }, requests);
  for (const [outcome, readings] of account.outcomes) metrics.radiusReadings.inc({ outcome }, readings);
  metrics.radiusBytes.inc({ direction: 'up' }, account.upBytes);
  metrics.radiusBytes.inc({ direction: 'down' }, account.downBytes);
  metrics.radiusAmbiguousReadings.inc(account.ambiguous);
  metrics.radiusWrongClocks.inc(account.wrongClocks);
}

function tellOfDoubts({ outcomes, longestGapSeconds, ambiguous, wrongClocks }: BatchAccount, sparse: SparseLog): void {
  const gaps = outcomes.get('gap') ?? 0;
  if (gaps > 0)
    sparse.warn(
      { longestGapSeconds },
      'RADIUS reports are missing: what came after them is shared out over the gap',
      gaps,
    );
  if (ambiguous > 0)
    sparse.warn(
      {},
      'RADIUS sessions without gigawords are too fast to be measured: this much they moved at least',
      ambiguous,
    );
  if (wrongClocks > 0)
    sparse.warn({}, 'RADIUS requests tell a time that can not be: their arrival counts', wrongClocks);
}
