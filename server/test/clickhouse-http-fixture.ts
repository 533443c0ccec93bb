/** Starts `clickhouse-http-server.ts` for a test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ClickHouseServer {
  /** With user and password when it wants them. */
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** After `kill`, at the same address. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('clickhouse-http-server.ts', import.meta.url));

/** Serves the folder until stopped, or until this process ends; over TLS with files of a certificate and its key. */
export async function startClickHouseServer(
  folder: string,
  password = '',
  tls: readonly [certificate: string, key: string] | readonly [] = [],
): Promise<ClickHouseServer> {
  const first = await startProgram([folder, password, '0', ...tls]);
  const { port } = first;
  let { child } = first;
  const user = password === '' ? '' : `default:${encodeURIComponent(password)}@`;
  const end = async (how: () => unknown): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    how();
    await gone;
  };
  return {
    url: `http${tls.length > 0 ? 's' : ''}://${user}127.0.0.1:${port}`,
    kill: () => end(() => child.kill('SIGKILL')),
    async startAgain() {
      ({ child } = await startProgram([folder, password, port, ...tls]));
    },
    stop: () => end(() => child.stdin?.end()),
  };
}

async function startProgram(args: readonly string[]): Promise<{ child: ChildProcess; port: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const [port] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The ClickHouse fixture ended with ${code} before it listened`);
    }),
  ])) as [string];
  return { child, port };
}
