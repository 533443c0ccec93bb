import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../test/certificate.ts';
import { startClickHouseServer } from '../../test/clickhouse-http-fixture.ts';
import type { ClickHouseServer } from '../../test/clickhouse-http-fixture.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { createHistory } from './clickhouse-history.ts';
import { readingWithin } from './reading-time.ts';
import { openServerEngine } from './server-engine.ts';

let folder: string;
let server: ClickHouseServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-server-'));
  server = await startClickHouseServer(folder, 'p w:@/');
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The rejection of opening the address. */
async function faultOf(url: string): Promise<Error> {
  const outcome = await openServerEngine(url, 'tidewatch').catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error(`${url} was opened`);
}

describe('a ClickHouse server', () => {
  it('that is not there is told of by its address', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    listener.close();
    await once(listener, 'close');
    const fault = await faultOf(`http://user:secret@127.0.0.1:${port}`);
    expect(fault.message).toContain(
      `ClickHouse at 127.0.0.1:${port} refused the connection: is the server running, and is its address right?`,
    );
    expect(fault.message).not.toContain('secret');
  });

  it('that refuses the password is told of without the password', async () => {
    const address = new URL(server.url);
    address.password = 'wrong';
    const fault = await faultOf(address.href);
    expect(fault.message).toContain(`ClickHouse at ${address.host} refused user or password`);
    expect(fault.message).not.toContain('wrong');
  });

  it('keeps history in the database that the address names', async () => {
    const history = createHistory({
      url: `${server.url}/named`,
      path: '',
      slotSeconds: 600,
      rawRetentionDays: 30,
      hourlyRetentionDays: 400,
      directory: new SubscriberIndex(),
      log: { warn: () => undefined },
    });
    await history.open();
    await history.close();
    const engine = await openServerEngine(server.url, 'default');
    const tables = await engine.select<{ name: string }>("SELECT name FROM system.tables WHERE database = 'named'");
    expect(tables.map(({ name }) => name)).toContain('samples');
    await engine.close();
  });

  it('is reached over TLS with the certificate of its authority, and told of clearly with another or none', async () => {
    const [certificate, key] = makeCertificate(folder);
    const [other] = makeCertificate(folder, 'other');
    const secure = await startClickHouseServer(join(folder, 'tls'), 'p w:@/', [certificate, key]);
    const untrusted = 'shows a certificate that this machine does not trust';
    expect((await faultOf(secure.url)).message).toContain(untrusted);
    // Which authorities a process trusts is read when it starts.
    const program = `import { openServerEngine } from '${join(import.meta.dirname, 'server-engine.ts')}';
const told = async () => {
  const engine = await openServerEngine('${secure.url}', 'tidewatch');
  const rows = await engine.select('SELECT 42 AS n');
  await engine.close();
  return rows[0].n;
};
console.log(await told().catch((error) => error.message));`;
    const toldWith = async (authority: string): Promise<string> => {
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority };
      const args = ['--input-type=module-typescript', '-e', program];
      return (await promisify(execFile)(process.execPath, args, { env })).stdout;
    };
    expect(await toldWith(certificate)).toBe('42\n');
    const refused = await toldWith(other);
    expect(refused).toContain(untrusted);
    expect(refused).not.toContain('p%20w');
    await secure.stop();
  }, 60_000);

  it('passes on what it says of a query that is wrong', async () => {
    const engine = await openServerEngine(server.url, 'default');
    await expect(engine.select('SELECT nothing')).rejects.toMatchObject({ code: '47', type: 'UNKNOWN_IDENTIFIER' });
    await expect(engine.selectBytes('SELECT throwIf(1)')).rejects.toMatchObject({ code: '395' });
    await engine.close();
  });

  it('is not waited for when nobody waits for the answer any more, and asked nothing more', async () => {
    const engine = await openServerEngine(server.url, 'default');
    const over = new AbortController();
    await readingWithin({ signal: over.signal, limitMs: 1 }, async () => {
      const answer = engine.select('SELECT sleep(3)');
      over.abort();
      await expect(answer).rejects.toThrow('aborted');
      await expect(engine.select('SELECT 1')).rejects.toThrow('aborted');
    });
    expect(await engine.select('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await engine.close();
  });
});

describe('history', () => {
  it('says so when it is used before it is open, or opened twice', async () => {
    const history = createHistory({
      url: server.url,
      path: '',
      database: 'twice',
      slotSeconds: 600,
      rawRetentionDays: 30,
      hourlyRetentionDays: 400,
      directory: new SubscriberIndex(),
      log: { warn: () => undefined },
    });
    await expect(history.ping()).rejects.toThrow('History is not open');
    await history.open();
    await expect(history.open()).rejects.toThrow('History is open already');
    await history.ping();
    await history.close();
    await expect(history.statistics()).rejects.toThrow('History is not open');
    await history.close();
  });
});
