/** Secrets that settings carry are in nothing that the process writes: neither in its log nor in what it tells whoever starts it. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const planted = 'planted-secret';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-planted-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** All that it writes until it ends. */
async function written(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [main, 'start', '--data', folder, '--port', '0', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return (await Promise.all([text(child.stdout), text(child.stderr)])).join('\n');
}

const nowhere = {
  REDIS_URL: `redis://tide:${planted}@127.0.0.1:1`,
  CLICKHOUSE_URL: `http://tide:${planted}@127.0.0.1:1`,
};

it.each<[string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
  ['settings that are looked at', ['--check'], nowhere, /The settings are in order/],
  ['a history that is not there', ['--log-level', 'debug'], nowhere, /ClickHouse at 127\.0\.0\.1:1 refused/],
  [
    'an address that can not be read',
    [],
    { REDIS_URL: `redis://tide:${planted}@:x` },
    /REDIS_URL is "redis:\/\/\*\*\*@:x"/,
  ],
  [
    'an address of another kind',
    [],
    { CLICKHOUSE_URL: `ftp://tide:p@${planted}@h` },
    /CLICKHOUSE_URL is "ftp:\/\/\*\*\*@h"/,
  ],
])('of %s nothing is told but what is wrong', async (_of, args, environment, expected) => {
  const told = await written(args, environment);
  expect(told).toMatch(expected);
  expect(told).not.toContain(planted);
});
