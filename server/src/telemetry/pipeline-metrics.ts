/** What is counted on the way from the source to history and feed. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export function createPipelineMetrics(registers: Registry[]) {
  return { ...createSourceMetrics(registers), ...createDetectionMetrics(registers), ...createCommitMetrics(registers) };
}

function createSourceMetrics(registers: Registry[]) {
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
    filesUnusable: new Counter({
      name: 'tidewatch_ingest_files_unusable_total',
      help: 'Snapshot files that were left out.',
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
    isLive: new Gauge({
      name: 'tidewatch_ingest_live',
      help: '1 when the newest data is shown; 0 while older data is caught up with or judged again, or when ingest has failed.',
      registers,
    }),
    deviceNewest: new Gauge({
      name: 'tidewatch_device_newest_snapshot_timestamp_seconds',
      help: 'Time of the newest snapshot of the device that was taken since the start, epoch seconds.',
      labelNames: ['device'],
      registers,
    }),
  };
}

function createDetectionMetrics(registers: Registry[]) {
  return {
    slotsClosed: new Counter({ name: 'tidewatch_slots_closed_total', help: 'Slots that were closed.', registers }),
    slotJudgeSeconds: new Histogram({
      name: 'tidewatch_slot_judge_seconds',
      help: 'Time to add up one closed slot and to judge every subscriber of it.',
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
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
  };
}

function createCommitMetrics(registers: Registry[]) {
  return {
    dataAsOf: new Gauge({
      name: 'tidewatch_data_as_of_timestamp_seconds',
      help: 'End of the newest slot that history has, epoch seconds; 0 before the first.',
      registers,
    }),
    rowsWaiting: new Gauge({
      name: 'tidewatch_history_rows_waiting',
      help: 'Rows of closed slots that wait for a commit; the source waits, too, when they are many.',
      registers,
    }),
    historyCommitSeconds: new Histogram({
      name: 'tidewatch_history_commit_seconds',
      help: 'Time to write one commit to history.',
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    commitsFailed: new Counter({
      name: 'tidewatch_history_commits_failed_total',
      help: 'Commits that history did not take; each is tried again.',
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
