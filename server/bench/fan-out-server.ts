/** A server of the fan-out measurement in a process of its own: publishes when told, and says what it used of the processor. */
import { startPlain } from './fan-out-plain.ts';
import { startTidewatch } from './fan-out-tidewatch.ts';

export interface FanOutServer {
  readonly port: number;
  /** Subscriptions that have begun: what is published reaches as many clients. */
  listeners(): number;
  /** The events of these numbers, at once. */
  publish(from: number, to: number): void;
  stop(): Promise<void>;
}

export type ServerOrder =
  { readonly do: 'publish'; readonly from: number; readonly to: number } | { readonly do: 'measure' | 'stop' };
export interface ServerReport {
  readonly port?: number;
  /** Since the process began. */
  readonly cpuSeconds?: number;
}

const tell = (report: ServerReport): void => void process.send?.(report);

if (import.meta.main) {
  const [kind, clients] = process.argv.slice(2);
  const server = kind === 'plain' ? await startPlain() : await startTidewatch(Number(clients));
  const publish = (from: number, to: number): void => {
    if (server.listeners() < Number(clients)) setImmediate(publish, from, to);
    else server.publish(from, to);
  };
  process.on('message', (order: ServerOrder) => {
    if (order.do === 'publish') publish(order.from, order.to);
    else if (order.do === 'stop') void server.stop().then(() => process.disconnect());
    else {
      const { user, system } = process.cpuUsage();
      tell({ cpuSeconds: (user + system) / 1e6 });
    }
  });
  tell({ port: server.port });
}
