import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { options } from './settings/config-options.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const small = ['--simulated-subscribers', '5', '--simulated-days', '0', '--log-level', 'silent'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-main-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function spawnMain(args: readonly string[]) {
  return spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...args: string[]): Promise<{ code: unknown; told: string }> {
  const child = spawnMain(args);
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, told };
}

describe('the exit code, and one sentence on standard error', () => {
  it('are 69 and the address when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, told } = await run('start', '--data', folder, '--port', String(port), ...small);
    other.close();
    expect(told).toMatch(new RegExp(`^Can't listen on 127.0.0.1 port ${port}: .*EADDRINUSE.*\\.\\n$`));
    expect(code).toBe(69);
  });

  it('are 69 and the other process when that has history open', async () => {
    const first = spawnMain(['start', '--data', folder, '--port', '0', ...small]);
    try {
      await once(first.stderr, 'data');
      const { code, told } = await run('start', '--data', folder, '--port', '0', ...small);
      // The engine says a line of its own before; it can't be told not to.
      expect(told).toMatch(new RegExp(`(^|\\n)History folder .* is in use by process ${first.pid}: .*\\.\\n$`));
      expect(code).toBe(69);
    } finally {
      first.kill('SIGTERM');
      await once(first, 'exit');
    }
  });

  it('are 78 and the folder when --data lies under a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const { code, told } = await run('start', '--data', join(file, 'data'), '--port', '0', ...small);
    expect(told).toMatch(/^[^\n]*ENOTDIR[^\n]*; use another --data\.\n$/);
    expect(code).toBe(78);
  });

  it('are 78 and every setting that is wrong: what was given, and what was expected', async () => {
    const judged = Object.entries(options).filter(([, { read }]) => {
      try {
        read('nonsense ?');
        return false;
      } catch {
        return true;
      }
    });
    expect(judged.length).toBeGreaterThan(25);
    const { code, told } = await run('start', '--check', ...judged.flatMap(([name]) => [`--${name}`, 'nonsense ?']));
    const lines = told.trim().split('\n');
    for (const [name] of judged) {
      const beginning = `--${name} is "nonsense ?", expected `;
      expect(lines.find((line) => line.startsWith(beginning))?.length, name).toBeGreaterThan(beginning.length + 4);
    }
    expect(code).toBe(78);
  });

  it('are 78 and the command when there is none of that name', async () => {
    const { code, told } = await run('begin');
    expect(told).toBe('There is no command "begin", expected one of start, replay, simulate, evaluate, audit.\n');
    expect(code).toBe(78);
  });
});

describe('a signal to stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends the process with 0: %s', async (signal) => {
    const child = spawnMain(['start', '--data', folder, '--port', '0', ...small]);
    const exited = once(child, 'exit');
    await once(child.stderr, 'data');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
  });
});
