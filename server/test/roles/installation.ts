/** An installation of several processes, each started as a person would, over a Redis and a ClickHouse of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Role } from '../../src/settings/config-options.ts';
import { startClickHouseServer, type ClickHouseServer } from '../clickhouse-http-fixture.ts';
import { createRedisProcess, type RedisProcess } from '../redis-process.ts';

export interface RoleProcess {
  /** Its data folder. */
  readonly data: string;
  readonly url: string;
  readonly child: ChildProcess;
  /** What it logged, and told its terminal. */
  readonly lines: readonly string[];
  /** Of `/health/ready`, whatever its status. */
  readiness(): Promise<{ ready: boolean; reasons: string[]; warnings: string[] }>;
  /** A figure of `/metrics`; 0 when it has none. */
  metric(name: string): Promise<number>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it in order; gives its exit code. */
  stop(): Promise<number | null>;
}

export interface Installation {
  readonly redis: RedisProcess;
  readonly clickHouse: ClickHouseServer;
  readonly folder: string;
  /** Resolves when it answers. Each has a data folder of its own. */
  start(role: Role, ...args: string[]): Promise<RoleProcess>;
  remove(): Promise<void>;
}

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** `redisPlace` is the redis-server program, or a Redis that was made for it; `args` are those of every process. */
export async function createInstallation(redisPlace: string | RedisProcess, ...args: string[]): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-roles-'));
  const redis = typeof redisPlace === 'string' ? await createRedisProcess(redisPlace) : redisPlace;
  await redis.start();
  const clickHouse = await startClickHouseServer(join(folder, 'clickhouse'));
  const processes: RoleProcess[] = [];
  return {
    redis,
    clickHouse,
    folder,
    async start(role, ...more) {
      const data = join(folder, `${role}-${processes.length}`);
      const started = await startRole(data, ['--role', role, ...args, ...more], {
        REDIS_URL: redis.url,
        CLICKHOUSE_URL: clickHouse.url,
      });
      processes.push(started);
      return started;
    },
    async remove() {
      await Promise.all(processes.map((one) => one.kill()));
      await redis.remove();
      await clickHouse.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startRole(
  data: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<RoleProcess> {
  const child = spawn(process.execPath, [program, 'start', '--port', '0', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, PATH: process.env['PATH'] ?? '' },
  });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      lines.push(line);
      const [, found] = /^Tidewatch is at (.*)$/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    void gone.then(([code]) => reject(new Error(`It ended with ${code} before it answered:\n${lines.join('\n')}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await gone)[0];
  };
  return {
    data,
    url,
    child,
    lines,
    readiness: async () => (await (await fetch(`${url}/health/ready`)).json()) as never,
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? 0);
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
