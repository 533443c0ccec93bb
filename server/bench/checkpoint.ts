/**
 * What a checkpoint costs: copying, writing, reading and restoring the state of a million subscribers with about 160 bytes
 * each, and how long the event loop waits for it. Run it with `node server/bench/checkpoint.ts [subscribers]`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCheckpointFile } from '../src/checkpoint/checkpoint-file.ts';
import { restoreDetection, saveDetection } from '../src/checkpoint/detection-state.ts';
import type { Saveable } from '../src/domain/saved-state.ts';
import { bytesPerSubscriber, perSubscriber, SubscriberColumns } from '../src/domain/subscriber-columns.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';

const subscribers = Number(process.argv[2] ?? 1_000_000);
const shapes = {
  mean: perSubscriber(Float32Array, 2),
  variance: perSubscriber(Float32Array, 2),
  byHour: perSubscriber(Int16Array, 48),
  weights: perSubscriber(Uint8Array, 24),
  counters: perSubscriber(Uint16Array, 8),
  seenAt: perSubscriber(Uint32Array, 2),
};

class SomeState implements Saveable {
  readonly #columns = new SubscriberColumns(shapes);

  fill(): void {
    this.#columns.ensure(subscribers);
    for (const column of Object.values(this.#columns.arrays))
      for (let at = 0; at < column.length; at++) column[at] = Math.imul(at, 0x9e3779b1) >>> 17;
  }

  save() {
    return { columns: this.#columns.save(subscribers), records: null };
  }

  restore({ columns }: ReturnType<SomeState['save']>): void {
    this.#columns.restore(columns, subscribers);
  }
}

async function measured<Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> {
  let last = performance.now();
  let longestWaitMs = 0;
  const look = (): void => {
    const now = performance.now();
    longestWaitMs = Math.max(longestWaitMs, now - last);
    last = now;
  };
  const looking = setInterval(look, 1);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const result = await work();
  const tookMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  look();
  clearInterval(looking);
  const cells = [tookMs, (user + system) / 1000, longestWaitMs].map((value) => value.toFixed(0).padStart(6));
  process.stdout.write(`${what.padEnd(34)} ${cells.join(' ')}\n`);
  return result;
}

const folder = mkdtempSync(join(tmpdir(), 'tidewatch-bench-'));
try {
  const directory = new SubscriberIndex();
  for (let n = 0; n < subscribers; n++) directory.indexOf(String(10_000_000 + n));
  const state = new SomeState();
  state.fill();
  const store = createCheckpointFile(join(folder, 'checkpoint'));
  process.stdout.write(
    `${subscribers} subscribers, ${bytesPerSubscriber(shapes)} bytes each, and ids of 8 characters\n${' '.repeat(34)}     ms cpu ms longest wait ms\n`,
  );
  for (let round = 0; round < 3; round++) {
    const saved = await measured('copy, at a slot border', () => saveDetection(directory, state));
    const identity = {
      stateVersion: 1,
      ruleVersion: 'bench',
      subscribersVersion: 'none',
      slotSeconds: 600,
      historyId: 'bench',
      erasures: 0,
      closedThrough: 0,
    };
    const bytes = await measured('write, beside ingest', () => store.write({ ...identity, state: saved }));
    const found = await measured('read, at the start', () => store.read());
    await measured('restore, at the start', () =>
      restoreDetection(found!.state, new SubscriberIndex(), new SomeState()),
    );
    process.stdout.write(`${(bytes / 1e6).toFixed(0)} MB\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
