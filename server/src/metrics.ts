/** What the process counts about itself, for Prometheus at /metrics. No label ever holds a URL, a subscriber or a client's text. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Each member is the prom-client metric itself: `metrics.rowsDropped.inc({ reason }, 3)`. */
export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own for each call, so that tests can have many. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    ...createIngestMetrics(registers),
    ...createPushMetrics(registers),
    ...createRadiusMetrics(registers),
    ...createRedisKeyMetrics(registers),
    ...createCheckpointMetrics(registers),
    ...createServingMetrics(registers),
    /** The text that Prometheus reads, with its content type. */
    exposition: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function createIngestMetrics(registers: Registry[]) {
  return {
    rowsAccepted: new Counter({
      name: 'tidewatch_ingest_rows_accepted_total',
      help: 'Rows whose traffic counts, late ones included.',
      registers,
    }),
    rowsDropped: new Counter({
      name: 'tidewatch_ingest_rows_dropped_total',
      help: 'Rows that were not used, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    corrections: new Counter({
      name: 'tidewatch_ingest_corrections_total',
      help: 'Snapshots that came in a newer revision, by what became of it.',
      labelNames: ['outcome'],
      registers,
    }),
    filesOfUnlistedDevices: new Gauge({
      name: 'tidewatch_ingest_files_of_unlisted_devices',
      help: 'Snapshot files that wait because the device table lacks their device.',
      registers,
    }),
    slotsClosed: new Counter({ name: 'tidewatch_slots_closed_total', help: 'Slots that were closed.', registers }),
    anomaliesOpened: new Counter({
      name: 'tidewatch_anomalies_opened_total',
      help: 'Anomalies that were opened, by kind and severity.',
      labelNames: ['kind', 'severity'],
      registers,
    }),
    detectionRule: new Gauge({
      name: 'tidewatch_detection_rule_info',
      help: 'Always 1; the label is the version of the rule that slots are judged by.',
      labelNames: ['version'],
      registers,
    }),
    historyCommitSeconds: new Histogram({
      name: 'tidewatch_history_commit_seconds',
      help: 'Time to write one commit to history.',
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    feedMessagesDropped: new Counter({
      name: 'tidewatch_feed_messages_dropped_total',
      help: 'Messages that a slow listener lost, that waited in the outbox while Redis was away, or that Redis has already passed; by place.',
      labelNames: ['topic', 'place'],
      registers,
    }),
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
    webSocketClients: new Gauge({
      name: 'tidewatch_websocket_clients',
      help: 'WebSocket connections that are open now.',
      registers,
    }),
    graphqlOperations: new Counter({
      name: 'tidewatch_graphql_operations_total',
      help: 'GraphQL operations by type and outcome: ok, errors, or refused before they ran.',
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
