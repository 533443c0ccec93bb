import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startClickHouseServer } from '../../test/clickhouse-http-fixture.ts';
import type { ClickHouseServer } from '../../test/clickhouse-http-fixture.ts';
import { describeHistory } from '../../test/history-contract.ts';
import { isWhole } from '../../test/faults/rounds.ts';
import type { Kind } from '../../test/history-harness.ts';
import { openServerEngine } from './server-engine.ts';

let folder: string;
let server: ClickHouseServer;
let places = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-server-'));
  server = await startClickHouseServer(folder);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const kind: Kind = {
  name: 'history on a server',
  newPlace: async () => ({ url: server.url, path: '', database: `place_${places++}` }),
  openEngine: async ({ url = '', database = '' }) => openServerEngine(url, database),
};
describeHistory(kind, isWhole);
