/** The server in a process of its own, as an operator starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Resolves to its exit code. */
  terminate(): Promise<number | null>;
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Resolves when it answers; on a free port and silent, unless `options` say otherwise. `nodeOptions` are of its Node. */
export async function startServer(
  options: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<ServerProcess> {
  const port = options.includes('--port') ? [] : ['--port', '0'];
  const args = [...nodeOptions, main, 'start', ...port, '--log-level', 'silent', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  const told: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    told.push(line);
    const url = /^Tidewatch is at (\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stderr.resume();
    return { url, child, kill: async () => void (await end('SIGKILL')), terminate: () => end('SIGTERM') };
  }
  throw new Error(`The server has ended before it answered: ${told.join('\n')}`);
}
