/**
 * `npm run bench -- slot`: the whole way of a large network on one machine. A day of snapshot files goes to history with
 * detection; then the files of single slots arrive, and what is measured is the time until a WebSocket client is told of
 * the slot, and of the anomalies in it. The server is a process of its own; slots are an hour, so that a day is 24 of them.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deviceTableText } from '../src/ingest/simulated/device-table-text.ts';
import { parseSnapshotFileName } from '../src/ingest/snapshot/file-name.ts';
import { writeQuickRule } from '../test/quick-rule.ts';
import { startServer, type ServerProcess } from '../test/server-process.ts';
import { openSocket, type SocketClient } from '../test/socket-client.ts';
import { benchDevices, generateSnapshots } from './generated-snapshots.ts';

const slotSeconds = 3600;
/** A day is learned from; in the slots after it some subscribers are taken over. */
const learnedSlots = 24;
const slots = learnedSlots + 4;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

export async function slot(given: string[]): Promise<void> {
  const { values } = parseArgs({ args: given, options: { subscribers: { type: 'string', default: '1000000' } } });
  const subscribers = Number(values.subscribers);
  const parent = mkdtempSync(join(tmpdir(), 'tidewatch-slot-'));
  try {
    const prepared = generateSnapshots(parent, { subscribers, slots, slotSeconds, surgeFrom: learnedSlots });
    const arriving = new ArrivingFiles(prepared, join(parent, 'snapshots'));
    writeFileSync(join(parent, 'psxattrs.csv'), deviceTableText(benchDevices));
    await measure(parent, arriving, subscribers);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

async function measure(parent: string, arriving: ArrivingFiles, subscribers: number): Promise<void> {
  for (let n = 0; n < learnedSlots; n++) arriving.next();
  const begunMs = performance.now();
  const server = await startServer([
    `--data=${join(parent, 'data')}`,
    `--snapshots=${arriving.folder}`,
    `--devices=${join(parent, 'psxattrs.csv')}`,
    `--slot-length=${slotSeconds}`,
    `--lateness=${2 * slotSeconds}`,
    `--rule=${await writeQuickRule(parent)}`,
  ]);
  try {
    await untilLive(server.url);
    const seconds = (performance.now() - begunMs) / 1000;
    const rows = learnedSlots * subscribers;
    const { cpuSeconds, peakBytes } = await usageOf(server);
    say(
      `\n${subscribers.toLocaleString('en')} subscribers, ${learnedSlots} slots from files to history with detection:`,
    );
    say(
      `${rate(rows / seconds)} rows a second, ${rate(rows / cpuSeconds)} a CPU-second, peak memory ${mebibytes(peakBytes)}\n`,
    );
    await measureSlots(server, arriving);
    say(`\nPeak memory of the process: ${mebibytes((await usageOf(server)).peakBytes)}`);
  } finally {
    await server.terminate();
  }
}

async function measureSlots(server: ServerProcess, arriving: ArrivingFiles): Promise<void> {
  const [slotClient, anomalyClient] = await Promise.all([openSocket(server.url), openSocket(server.url)]);
  await Promise.all([slotClient.greet(), anomalyClient.greet()]);
  slotClient.subscribe('slot', 'subscription { trafficUpdates { slotStart } }');
  anomalyClient.subscribe('anomaly', 'subscription { anomalyEvents { ... on AnomalyEvent { type } } }');
  const anomalies = followAnomalies(anomalyClient);
  say(
    '| slot after the day | to the closed slot on a WebSocket client, s | to the last of its anomaly events, s | events |',
  );
  say('| --- | --- | --- | --- |');
  for (let n = learnedSlots; n < slots; n++) {
    const arrivedMs = performance.now();
    const before = anomalies.count;
    arriving.next();
    await slotClient.next();
    const slotMs = performance.now() - arrivedMs;
    // A question that is answered after the slot was told: what it revealed is on its way before that.
    anomalyClient.subscribe(`after-${n}`, '{ ingest { phase } }');
    await anomalies.answered(`after-${n}`);
    const told = anomalies.count - before;
    const last = told === 0 ? '' : ((anomalies.lastMs - arrivedMs) / 1000).toFixed(2);
    say(`| ${n - learnedSlots + 1} | ${(slotMs / 1000).toFixed(2)} | ${last} | ${told} |`);
  }
  for (const client of [slotClient, anomalyClient]) client.socket.terminate();
}

/** Counts the events as they come, and lets one wait for the answer to a question on the same socket. */
function followAnomalies(client: SocketClient) {
  const state = { count: 0, lastMs: 0 };
  const answers = new Map<string, () => void>();
  void (async () => {
    for (;;) {
      const { id = '', type, payload } = await client.next();
      if (type === 'error') throw new Error(`${id} is refused: ${JSON.stringify(payload)}`);
      if (id === 'anomaly' && JSON.stringify(payload).includes('OPENED')) {
        state.count++;
        state.lastMs = performance.now();
      }
      if (type === 'complete') answers.get(id)?.();
    }
  })();
  return {
    get count() {
      return state.count;
    },
    get lastMs() {
      return state.lastMs;
    },
    answered: (id: string) => new Promise<void>((resolve) => answers.set(id, resolve)),
  };
}

/** Files that were made before and arrive slot by slot, renamed into the watched folder as a collector does it. */
class ArrivingFiles {
  readonly folder: string;
  readonly #prepared: string;
  readonly #bySlot: string[][];

  constructor(prepared: string, folder: string) {
    mkdirSync(folder);
    this.folder = folder;
    this.#prepared = prepared;
    const bySlot = Map.groupBy(readdirSync(prepared), (name) => parseSnapshotFileName(name)!.snapshotAt);
    this.#bySlot = [...bySlot].sort(([a], [b]) => a - b).map(([, names]) => names);
  }

  /** The files of the next slot. */
  next(): void {
    for (const name of this.#bySlot.shift()!) renameSync(join(this.#prepared, name), join(this.folder, name));
  }
}

async function untilLive(url: string): Promise<void> {
  const body = JSON.stringify({ query: '{ ingest { phase } }' });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  for (;;) {
    const { data } = (await (await fetch(`${url}/graphql`, init)).json()) as { data: { ingest: { phase: string } } };
    if (data.ingest.phase === 'LIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** As the kernel counts it (Linux). */
async function usageOf({ child, url }: ServerProcess): Promise<{ cpuSeconds: number; peakBytes: number }> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  const exposition = await (await fetch(`${url}/metrics`)).text();
  return {
    cpuSeconds: Number(/^process_cpu_seconds_total (\S+)$/m.exec(exposition)![1]),
    peakBytes: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024,
  };
}

const rate = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M`;
const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB`;
