/** One of the servers whose rate is measured, as a process of its own: says its port, and its CPU time whenever it is asked. */
import { startBenchApi, type BenchApi } from './bench-api.ts';
import { startClosedBenchApi } from './closed-bench-api.ts';
import { firstSlot } from './dimensions.ts';
import { openLargeHistory } from './large-history.ts';
import { startPlainServer } from './plain-server.ts';
import { rateHistory } from './rate-question.ts';

/** `headers` say who asks; nothing where nobody needs to. */
export type RateServerReport =
  { readonly port: number; readonly headers?: Readonly<Record<string, string>> } | { readonly cpuSeconds: number };

const [kind = '', folder = ''] = process.argv.slice(2);
const servers: Record<string, () => Promise<Pick<BenchApi, 'port' | 'headers'>>> = {
  plain: startPlainServer,
  memory: () => startBenchApi(rateHistory, firstSlot),
  key: () => startClosedBenchApi('key'),
  session: () => startClosedBenchApi('session'),
  engine: async () => startBenchApi(await openLargeHistory(folder), firstSlot),
};
const start = servers[kind];
if (start === undefined) throw new Error(`"${kind}" is not one of ${Object.keys(servers).join(', ')}`);
const { port, headers = {} } = await start();
const report = (what: RateServerReport): void => void process.send?.(what);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  report({ cpuSeconds: (user + system) / 1e6 });
});
process.once('disconnect', () => process.exit());
report({ port, headers });
