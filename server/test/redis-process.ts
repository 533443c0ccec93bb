/** A Redis of a test's own: a child process on a free port, its files in a temporary folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RedisProcess {
  readonly url: string;
  /** Where its append-only file lies, in a folder of its own. */
  readonly folder: string;
  /**
   * Starts it, again after `kill`; resolves when it accepts connections. With an append-only file it has what it had. Rejects with
   * what it said when it ends before that.
   */
  start(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

export interface RedisProcessOptions {
  /** More of them, as on the command line. */
  readonly args?: readonly string[];
  /** Listens for TLS alone; `args` name the certificate. */
  readonly tls?: boolean;
  /** Makes it a Sentinel, which keeps what it knows in this file. */
  readonly sentinelFile?: string;
  /** A network of its own: the address by which it is reached there, all of which it listens on, and the command that runs a program in it. */
  readonly network?: { readonly host: string; readonly run: readonly string[] };
}

/** Not started yet. `path` is the redis-server program. */
export async function createRedisProcess(path: string, options: RedisProcessOptions = {}): Promise<RedisProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-redis-'));
  const port = await freePort();
  const { args: more = [], tls = false, sentinelFile, network } = options;
  const host = network?.host ?? '127.0.0.1';
  const ports = tls ? ['--port', '0', '--tls-port', `${port}`] : ['--port', `${port}`];
  const place = [...ports, '--bind', network === undefined ? host : '0.0.0.0', '--dir', folder];
  const kept = ['--save', '', '--appendonly', 'yes', '--protected-mode', 'no'];
  const args = sentinelFile === undefined ? [...place, ...kept, ...more] : [sentinelFile, ...place, '--sentinel'];
  let child: ChildProcess | null = null;

  const kill = async (): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://${host}:${port}`,
    folder,
    async start() {
      const [program, ...first] = [...(network?.run ?? []), path];
      child = spawn(program, [...first, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
      if (child.stdout === null) throw new Error('redis-server has no output');
      const said: string[] = [];
      for await (const line of createInterface(child.stdout)) {
        said.push(line);
        if (line.includes('Ready to accept connections') || line.includes('Sentinel ID is')) {
          child.stdout.resume();
          return;
        }
      }
      throw new Error(`redis-server ended before it accepted connections:\n${said.join('\n')}`);
    },
    kill,
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
