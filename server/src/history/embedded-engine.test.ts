import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomCommits, slotSeconds } from '../../test/history-commits.ts';
import { HistoryModel } from '../../test/history-model.ts';
import { expectFiguresOf } from '../../test/history/figures.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { createHistory } from './clickhouse-history.ts';
import { openEmbeddedEngine } from './embedded-engine.ts';
import { readingWithin } from './reading-time.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-engine-'));
  path = join(folder, 'history');
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

interface Committer {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly lines: Interface;
}

/** Another process that commits to the folder, one line a commit. */
function startCommitter(seed: number): Committer {
  const program = fileURLToPath(new URL('../../test/commit-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [program, path, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, lines: createInterface(child.stdout) };
}

async function kill({ child }: Committer): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('the folder of embedded history', () => {
  it('can not be opened while another process has it, and can be when that is gone', async () => {
    const other = startCommitter(1);
    await once(other.lines, 'line');
    await expect(openEmbeddedEngine(path, 'tidewatch')).rejects.toThrow(
      `History folder ${path} is in use by process ${other.child.pid}: stop it, or give this one another folder`,
    );
    await kill(other);
    const engine = await openEmbeddedEngine(path, 'tidewatch');
    await engine.close();
  });

  it('is refused when the engine would take its name for a pattern', async () => {
    await expect(openEmbeddedEngine(join(folder, 'data[1]'), 'tidewatch')).rejects.toThrow(
      'data[1] has "[" in its name, which the engine can\'t read from: choose another',
    );
  });

  it('says so when it can not be made', async () => {
    await writeFile(path, 'a file');
    await expect(openEmbeddedEngine(path, 'tidewatch')).rejects.toThrow(`History folder ${path} can't be made`);
  });

  it('holds no rows in transit after they are inserted, nor after a crash', async () => {
    const spool = join(path, 'spool');
    await mkdir(spool, { recursive: true });
    await writeFile(join(spool, 'samples-0'), 'left behind');
    const engine = await openEmbeddedEngine(path, 'tidewatch');
    expect(await readdir(spool)).toEqual([]);
    const table = { name: 'somewhere', columns: [['a', 'UInt8']] } as const;
    await expect(engine.insertRows(table, Uint8Array.of(1))).rejects.toThrow('somewhere');
    await engine.command('CREATE TABLE somewhere (a UInt8) ENGINE = Memory');
    await engine.insertRows(table, Uint8Array.of(1, 2));
    expect(await engine.select('SELECT a FROM somewhere ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await readdir(spool)).toEqual([]);
    await engine.close();
  });
});

describe('queries of the embedded engine', () => {
  it('do not wait behind a long one', async () => {
    const engine = await openEmbeddedEngine(path, 'tidewatch');
    const long = engine.select('SELECT sleep(2)').then(() => 'long');
    const quick = engine.select('SELECT 1').then(() => 'quick');
    expect(await Promise.race([long, quick])).toBe('quick');
    await long;
    await engine.close();
  });
});

describe('a flipped bit on the disk', () => {
  it('is told as what it is with what to do, wherever rows are read that it is in', async () => {
    const before = await openEmbeddedEngine(path, 'tidewatch');
    await before.command('CREATE TABLE numbered (n UInt64) ENGINE = MergeTree ORDER BY n');
    await before.command('INSERT INTO numbered SELECT number FROM numbers(1000)');
    const [part] = await before.select<{ path: string }>("SELECT path FROM system.parts WHERE table = 'numbered'");
    await before.close();
    const data = (await readdir(part!.path)).find((name) => /^(data|n)\.bin$/.test(name))!;
    const bytes = await readFile(join(part!.path, data));
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(join(part!.path, data), bytes);
    const after = await openEmbeddedEngine(path, 'tidewatch');
    await expect(after.select('SELECT sum(n) FROM numbered')).rejects.toThrow(
      `History folder ${path} has a damaged file: bytes on its disk are not those that were written. ` +
        'Look at the disk, and restore the last backup',
    );
    expect(await after.select('SELECT 1 AS other')).toEqual([{ other: 1 }]);
    await after.close();
  });
});

describe('embedded history', () => {
  it.each([1, 2, 3])(
    'has all that was acknowledged, and nothing by halves, after its process is killed (%i)',
    async (seed) => {
      const committer = startCommitter(seed);
      let acknowledged = 0;
      for await (const line of committer.lines) {
        acknowledged = Number(line);
        // The next commit is under way by now.
        if (acknowledged > randomCommits(new SubscriberIndex(), seed, 4 + seed).at(-1)!.closedThrough) break;
      }
      await kill(committer);
      const directory = new SubscriberIndex();
      const settings = { rawRetentionDays: 30, hourlyRetentionDays: 400, log: { warn: () => undefined } };
      const history = createHistory({ path, slotSeconds, directory, ...settings });
      await history.open();
      const closedThrough = await history.closedThrough();
      expect(closedThrough).toBeGreaterThanOrEqual(acknowledged);
      const finished = randomCommits(directory, seed, 100).filter((commit) => commit.closedThrough <= closedThrough!);
      await expectFiguresOf({ history }, new HistoryModel(directory, finished));
      await history.close();
    },
  );
});

describe('a query of the embedded engine', () => {
  it('ends by itself soon after its time is over, and the next one has its own', async () => {
    const engine = await openEmbeddedEngine(path, 'limited');
    const endless = 'SELECT count() AS n FROM numbers({count:UInt64}) WHERE sipHash64(number) = 1';
    const { signal } = new AbortController();
    await readingWithin({ signal, limitMs: 1 }, async () => {
      const ends = Array.from({ length: 4 }, () => engine.select(endless, { count: 1e15 }));
      for (const outcome of await Promise.allSettled(ends))
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: '159' } });
    });
    for (let n = 0; n < 4; n++)
      expect(await engine.select("SELECT getSetting('max_execution_time') AS seconds")).toEqual([{ seconds: 0 }]);
    await engine.close();
  });
});
