/** What the process counts about itself, for Prometheus at /metrics. No label ever holds a URL, a subscriber or a client's text. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createPipelineMetrics } from './pipeline-metrics.ts';

/** Each member is the prom-client metric itself: `metrics.rowsDropped.inc({ reason }, 3)`. */
export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own for each call, so that tests can have many. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    ...createPipelineMetrics(registers),
    ...createPushMetrics(registers),
    ...createRadiusMetrics(registers),
    ...createRedisKeyMetrics(registers),
    ...createCheckpointMetrics(registers),
    ...createRoleMetrics(registers),
    ...createServingMetrics(registers),
    /** The text that Prometheus reads, with its content type. */
    exposition: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function createPushMetrics(registers: Registry[]) {
  return {
    pushRequests: new Counter({
      name: 'tidewatch_push_requests_total',
      help: 'Requests that pushed rows over HTTP, by route and status of the answer.',
      labelNames: ['route', 'status'],
      registers,
    }),
    pushRowsKept: new Counter({
      name: 'tidewatch_push_rows_kept_total',
      help: 'Pushed rows that history has, by route.',
      labelNames: ['route'],
      registers,
    }),
    pushRowsRefused: new Counter({
      name: 'tidewatch_push_rows_refused_total',
      help: 'Pushed rows that were not taken, as their senders were told, by route and reason.',
      labelNames: ['route', 'reason'],
      registers,
    }),
  };
}

function createRadiusMetrics(registers: Registry[]) {
  return {
    radiusRequests: new Counter({
      name: 'tidewatch_radius_requests_total',
      help: 'RADIUS accounting requests that are safe in history and were answered, by type.',
      labelNames: ['type'],
      registers,
    }),
    radiusRequestsDropped: new Counter({
      name: 'tidewatch_radius_requests_dropped_total',
      help: 'RADIUS requests that were not answered, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    radiusReadings: new Counter({
      name: 'tidewatch_radius_readings_total',
      help: 'Readings of a session in answered requests, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    radiusBytes: new Counter({
      name: 'tidewatch_radius_bytes_total',
      help: 'Traffic that RADIUS accounting told of, bytes; up is what subscribers sent.',
      labelNames: ['direction'],
      registers,
    }),
    radiusSessions: new Gauge({
      name: 'tidewatch_radius_sessions',
      help: 'RADIUS sessions whose last counters are remembered, those that ended of late and their NASes included.',
      registers,
    }),
    radiusAmbiguousReadings: new Counter({
      name: 'tidewatch_radius_ambiguous_readings_total',
      help: 'Readings of counters without gigawords that may have gone round more than once: their traffic is the least it can be.',
      registers,
    }),
    radiusWrongClocks: new Counter({
      name: 'tidewatch_radius_wrong_clocks_total',
      help: 'Requests with an Event-Timestamp that can not be: their arrival counts.',
      registers,
    }),
  };
}

function createRoleMetrics(registers: Registry[]) {
  return {
    reportsQueued: new Counter({
      name: 'tidewatch_reports_queued_total',
      help: 'Reports that this collector put into the queue, by outcome: taken, known (put in before), full or refused by Redis (tried again), forgotten (Redis lost earlier ones).',
      labelNames: ['outcome'],
      registers,
    }),
    reportsWaiting: new Gauge({
      name: 'tidewatch_reports_waiting',
      help: 'Reports in the queue that history does not have yet.',
      registers,
    }),
    reportBytesWaiting: new Gauge({
      name: 'tidewatch_report_bytes_waiting',
      help: 'Bytes of the reports in the queue.',
      registers,
    }),
    detectorAtWork: new Gauge({
      name: 'tidewatch_detector_at_work',
      help: '1 while this process detects, 0 while it stands by.',
      registers,
    }),
    detectorTakeovers: new Counter({
      name: 'tidewatch_detector_takeovers_total',
      help: 'How often this process has begun to detect.',
      registers,
    }),
  };
}

function createRedisKeyMetrics(registers: Registry[]) {
  return {
    redisKeysRead: new Counter({
      name: 'tidewatch_redis_keys_read_total',
      help: "Keys of the seed's that were read from Redis, or left out because they can't be used.",
      labelNames: ['outcome'],
      registers,
    }),
    mirrorKeys: new Counter({
      name: 'tidewatch_redis_mirror_keys_total',
      help: "Keys of the seed's that were written to Redis, or dropped because too many waited for it.",
      labelNames: ['outcome'],
      registers,
    }),
    mirrorKeysWaiting: new Gauge({
      name: 'tidewatch_redis_mirror_keys_waiting',
      help: "Keys of the seed's that wait to be written to Redis.",
      registers,
    }),
  };
}

function createCheckpointMetrics(registers: Registry[]) {
  return {
    checkpointSeconds: new Histogram({
      name: 'tidewatch_checkpoint_seconds',
      help: "Time to write one checkpoint of the detector's state.",
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    checkpointBytes: new Gauge({
      name: 'tidewatch_checkpoint_bytes',
      help: 'Size of the newest checkpoint written.',
      registers,
    }),
    checkpointsFailed: new Counter({
      name: 'tidewatch_checkpoints_failed_total',
      help: 'Checkpoints that could not be written.',
      registers,
    }),
    checkpointsRefused: new Counter({
      name: 'tidewatch_checkpoints_refused_total',
      help: 'Checkpoints that were found at the start and not used, by reason.',
      labelNames: ['reason'],
      registers,
    }),
  };
}

function createServingMetrics(registers: Registry[]) {
  return {
    auditNotesLost: new Counter({
      name: 'tidewatch_audit_notes_lost_total',
      help: 'Notes of the audit that found no room while history did not answer; the audit says so too.',
      registers,
    }),
    webSocketClients: new Gauge({
      name: 'tidewatch_websocket_clients',
      help: 'WebSocket connections that are open now.',
      registers,
    }),
    graphqlOperations: new Counter({
      name: 'tidewatch_graphql_operations_total',
      help: 'GraphQL operations by type and outcome: ok, errors, timed-out, or refused before they ran.',
      labelNames: ['type', 'outcome'],
      registers,
    }),
    graphqlEventAnswers: new Counter({
      name: 'tidewatch_graphql_event_answers_total',
      help: 'Answers made for the events of subscriptions: one for all clients that ask the same.',
      registers,
    }),
    graphqlOperationSeconds: new Histogram({
      name: 'tidewatch_graphql_operation_seconds',
      help: 'Time to run a GraphQL query.',
      labelNames: ['type'],
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
  };
}
