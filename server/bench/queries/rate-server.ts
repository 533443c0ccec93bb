/** One of the servers whose rate is measured, as a process of its own: says its port, and its CPU time whenever it is asked. */
import { startBenchApi, type BenchApi } from './bench-api.ts';
import { firstSlot } from './dimensions.ts';
import { openLargeHistory } from './large-history.ts';
import { startPlainServer } from './plain-server.ts';
import { rateHistory } from './rate-question.ts';

export type RateServerReport = { readonly port: number } | { readonly cpuSeconds: number };

const [kind = '', folder = ''] = process.argv.slice(2);
const servers: Record<string, () => Promise<BenchApi>> = {
  plain: startPlainServer,
  memory: () => startBenchApi(rateHistory, firstSlot),
  engine: async () => startBenchApi(await openLargeHistory(folder), firstSlot),
};
const start = servers[kind];
if (start === undefined) throw new Error(`"${kind}" is not one of ${Object.keys(servers).join(', ')}`);
const { port } = await start();
const report = (what: RateServerReport): void => void process.send?.(what);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  report({ cpuSeconds: (user + system) / 1e6 });
});
process.once('disconnect', () => process.exit());
report({ port });
