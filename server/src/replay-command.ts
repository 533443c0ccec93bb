/** The `replay` command: the detection of the live pipeline over a folder of snapshot files, into one file. */
import { openAnomalyOutput } from './anomaly-output.ts';
import type { Anomaly } from './domain/anomaly.ts';
import { ruleFor } from './domain/rule.ts';
import { SubscriberIndex } from './domain/subscriber-index.ts';
import { createSnapshotDirectorySource } from './ingest/snapshot/snapshot-directory-source.ts';
import { ProgressBar, type ProgressOutput } from './progress-bar.ts';
import { Replay, type ReplayAccount } from './replay.ts';
import { readReplayOptions, replayUsage } from './replay-options.ts';
import { SeedRule } from './seed-rule.ts';

/**
 * Resolves to the exit code; throws `CommandFault` when the command line is wrong or the output can't be written. The
 * summary goes to `messages`.
 */
export async function runReplay(args: readonly string[], messages: ProgressOutput): Promise<number> {
  const options = await readReplayOptions(args);
  if (options === null) {
    messages.write(replayUsage);
    return 0;
  }
  const { directory, devices, slotSeconds, latenessSeconds } = options;
  const output = await openAnomalyOutput(options.out);
  const subscribers = new SubscriberIndex();
  const bar = new ProgressBar(messages, 'snapshots read');
  const onProgress = (done: number, total: number) => bar.update(done, total);
  const begun = performance.now();
  const replay = new Replay({
    rule: ruleFor(slotSeconds),
    slotSeconds,
    latenessSeconds,
    devices,
    subscribers,
    onProgress,
  });
  const sink = options.rule === 'seed' ? new SeedRule(slotSeconds, subscribers, onProgress) : replay;
  const source = createSnapshotDirectorySource({
    directory,
    devices,
    subscribers,
    pollIntervalMs: 0,
    settledAfterMs: 0,
    maxFileBytes: 2 ** 32,
    once: true,
    // Every file is of the past, whatever it is dated: a replay knows no present.
    now: () => Infinity,
    onFault: (file, fault) => messages.write(`\n${file} is left out: ${fault.message}\n`),
  });
  source.start(sink, { closedThrough: null, ingested: new Set() });
  await source.finished;
  const anomalies = sink.finish();
  bar.end();
  await output.write(anomalies);
  const seconds = (performance.now() - begun) / 1000;
  messages.write(summary(anomalies, sink === replay ? replay.account : null, subscribers.size, seconds));
  return 0;
}

function summary(
  anomalies: readonly Anomaly[],
  account: ReplayAccount | null,
  subscribers: number,
  seconds: number,
): string {
  const flagged = new Set(anomalies.map((anomaly) => anomaly.subscriber)).size;
  const lines = [
    `Anomalies: ${anomalies.length}, of ${flagged} of the ${subscribers} subscribers; ${seconds.toFixed(1)} s.`,
    'Snapshots carry no time zone: times are those of the devices, written as UTC.',
  ];
  if (account !== null) {
    const dropped = [...account.dropped].map(([reason, rows]) => `${rows} ${reason}`).join(', ');
    lines.unshift(
      `${account.files} files, ${account.rows} rows = ${account.accepted} accepted (${account.late} of them late) + ${dropped || '0 dropped'}; ${account.slots} slots.`,
    );
  }
  return `${lines.join('\n')}\n`;
}
