/** The `replay` command: the detection of the live pipeline over a folder of snapshot files, into one file. */
import { openAnomalyOutput } from './anomaly-output.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import { ruleFor } from '../domain/rule.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { createSnapshotDirectorySource } from '../ingest/snapshot/snapshot-directory-source.ts';
import type { SourceSink } from '../ingest/source.ts';
import { ProgressBar, type ProgressOutput } from '../telemetry/progress-bar.ts';
import { readReplayOptions, replayUsage, type ReplayOptions } from './replay-options.ts';
import { reportOfOne, reportOfTwo } from './replay-report.ts';
import type { ReplayRule } from './replay-rules.ts';
import { Replay, type ReplayAccount } from './replay.ts';
import { SeedRule } from './seed-rule.ts';
import { SinkPair } from './sink-pair.ts';

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
  const output = await openAnomalyOutput(options.out);
  const subscribers = new SubscriberIndex();
  const bar = new ProgressBar(messages, 'snapshots read');
  const begun = performance.now();
  const judgeBy = (rule: ReplayRule): Judge =>
    createJudge(rule, options, subscribers, (done, total) => bar.update(done, total));
  const [rule, other] = options.rules as readonly [ReplayRule, ReplayRule?];
  const first = judgeBy(rule);
  const second = other === undefined ? null : judgeBy(other);
  await readInto(second === null ? first : new SinkPair(first, second), options, subscribers, messages);
  const found = { rule: rule.name, anomalies: first.finish() };
  const foundByOther = second === null || other === undefined ? null : { rule: other.name, anomalies: second.finish() };
  const run = { subscribers: subscribers.size, seconds: (performance.now() - begun) / 1000 };
  const report = foundByOther === null ? reportOfOne(found, run) : reportOfTwo(found, foundByOther, run);
  bar.end();
  await output.write(report.lines);
  // Two of them account for the same rows.
  const account = [first, second].find((judge) => judge instanceof Replay)?.account;
  const sentences = [
    ...(account === undefined ? [] : [accountOf(account)]),
    ...report.sentences,
    'Snapshots carry no time zone: times are those of the devices, written as UTC.',
  ];
  messages.write(`${sentences.join('\n')}\n`);
  return 0;
}

/** Takes every snapshot, then gives what one rule found in them. */
interface Judge extends SourceSink {
  finish(): Anomaly[];
}

function createJudge(
  { settings }: ReplayRule,
  { slotSeconds, latenessSeconds, closing, devices, cohorts }: ReplayOptions,
  subscribers: SubscriberIndex,
  onProgress: (done: number, total: number) => void,
): Judge {
  if (settings === 'seed') return new SeedRule(slotSeconds, subscribers, onProgress);
  const rule = ruleFor(slotSeconds, settings);
  return new Replay({ rule, slotSeconds, latenessSeconds, closing, devices, subscribers, cohorts, onProgress });
}

async function readInto(
  sink: SourceSink,
  { directory, devices }: ReplayOptions,
  subscribers: SubscriberIndex,
  messages: ProgressOutput,
): Promise<void> {
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
    onUnlisted: (unlisted) => {
      for (const { device, files } of unlisted)
        messages.write(`\n${files} files of the device "${device}" are left out: the device table lacks it\n`);
    },
  });
  source.start(sink, { closedThrough: null, ingested: new Set() });
  await source.finished;
}

function accountOf(account: ReplayAccount): string {
  const dropped = [...account.dropped].map(([reason, rows]) => `${rows} ${reason}`).join(', ');
  return `${account.files} files, ${account.rows} rows = ${account.accepted} accepted (${account.late} of them late) + ${dropped || '0 dropped'}; ${account.slots} slots.`;
}
