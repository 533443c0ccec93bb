/** Starts `clickhouse-http-server.ts` for a test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ClickHouseServer {
  /** With user and password when it wants them. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the folder until stopped, or until this process ends. */
export async function startClickHouseServer(folder: string, password = ''): Promise<ClickHouseServer> {
  const program = fileURLToPath(new URL('clickhouse-http-server.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder, password], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const [port] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The ClickHouse fixture ended with ${code} before it listened`);
    }),
  ])) as [string];
  const user = password === '' ? '' : `default:${encodeURIComponent(password)}@`;
  return {
    url: `http://${user}127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}
