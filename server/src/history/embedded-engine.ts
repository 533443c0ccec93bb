/** History in this process: the ClickHouse engine as a library, its files in a folder. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClickHouseClient, ClickHouseClientConfigOptions } from '@clickhouse/client';
import { always, distinctRows, insertInto, piecesOf, querySettings, settingsClause, structureOf } from './engine.ts';
import type { Engine, QueryParameters } from './engine.ts';
import { explained } from './explain-error.ts';
import { engineSeconds, readingTime } from './reading-time.ts';
import { HistoryUnavailable } from './history-unavailable.ts';
import type { InsertTable } from './tables.ts';

/**
 * Opens the folder, creating it. Takes about 200 ms. Throws with a clear sentence when another process has it open,
 * or when its name can't be used.
 */
export async function openEmbeddedEngine(path: string, database: string): Promise<Engine> {
  const folder = resolve(path);
  // The engine takes these for a pattern: rows handed over in such a folder would vanish without an error.
  const pattern = /[*?{}[\]]/.exec(folder);
  if (pattern !== null) {
    throw new HistoryUnavailable(
      `History folder ${folder} has "${pattern[0]}" in its name, which the engine can't read from: choose another`,
    );
  }
  const engineFolder = join(folder, 'clickhouse');
  await mkdir(engineFolder, { recursive: true }).catch((error: unknown) => {
    throw new HistoryUnavailable(`History folder ${folder} can't be made (${messageOf(error)})`, { cause: error });
  });
  const connect = await connector(engineFolder);
  const writer = await connect().catch(async (error: unknown) => {
    throw new HistoryUnavailable(`${await whyClosed(folder, engineFolder)} (${messageOf(error)})`, { cause: error });
  });
  const readers = await Promise.all(Array.from({ length: readerCount }, connect));
  const engine = new EmbeddedEngine(folder, writer, readers);
  try {
    await engine.prepare(database);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>;

/** Loaded when first needed: the engine's library takes 300 MB of memory, which a process with a server shall not pay. */
async function connector(engineFolder: string): Promise<() => Promise<ClickHouseClient>> {
  const [{ createClient, ClickHouseLogLevel }, chdb] = await Promise.all([
    import('@clickhouse/client'),
    import('chdb/connection'),
  ]);
  return async () => {
    // The two packages carry a copy each of the connection's type, with a private field that keeps them apart.
    const connection = chdb.createChdbConnection({ path: engineFolder }) as unknown as Connection;
    return createClient({ connection, log: { level: ClickHouseLogLevel.OFF } });
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function whyClosed(folder: string, engineFolder: string): Promise<string> {
  // The engine keeps its process id here, and leaves the file behind when it is killed.
  const status = await readFile(join(engineFolder, 'status'), 'utf8').catch(() => '');
  const pid = Number(/PID: (\d+)/.exec(status)?.[1] ?? NaN);
  return Number.isInteger(pid) && isRunning(pid)
    ? `History folder ${folder} is in use by process ${pid}: stop it, or give this one another folder`
    : `History folder ${folder} can't be opened: is it writable, and is there room on its disk?`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Queries at once: a page of the dashboard asks several, and none of them waits behind somebody's long one. */
const readerCount = 4;

interface Reader {
  readonly client: ClickHouseClient;
  /** Queries under way or waiting. */
  queries: number;
  /** How long a query of this connection may take, as it was set last; 0 for as long as it wants. */
  mostSeconds: number;
}

/** One connection of the engine runs one query at a time: one for commits, and several for readers, who never wait for a commit. */
class EmbeddedEngine implements Engine {
  readonly mayWrite = always;
  readonly isScoped = false;
  readonly #where: string;
  readonly #spool: string;
  readonly #writer: ClickHouseClient;
  readonly #readers: readonly Reader[];
  #spooled = 0;

  constructor(folder: string, writer: ClickHouseClient, readers: readonly ClickHouseClient[]) {
    this.#where = `History folder ${folder}`;
    this.#spool = join(folder, 'spool');
    this.#writer = writer;
    this.#readers = readers.map((client) => ({ client, queries: 0, mostSeconds: 0 }));
  }

  /** Once, before anything else: removes rows that a crash left in transit, and makes the connections' settings. */
  async prepare(database: string): Promise<void> {
    await rm(this.#spool, { recursive: true, force: true });
    await mkdir(this.#spool);
    const settings = Object.entries(querySettings).map(([name, value]) => `SET ${name} = ${value}`);
    for (const query of [`CREATE DATABASE IF NOT EXISTS ${database}`, `USE ${database}`, ...settings]) {
      await this.#writer.command({ query });
      for (const { client } of this.#readers) await client.command({ query });
    }
  }

  async command(statement: string): Promise<void> {
    await explained(this.#where, this.#writer.command({ query: statement }));
  }

  /**
   * Through files: the engine reads them at over a million rows a second and off the event loop, unlike rows in a statement.
   * All pieces become one insert: the engine makes few, large parts of it, which are merged less often.
   */
  async insertRows(
    table: InsertTable,
    rows: Uint8Array | AsyncIterable<Uint8Array>,
    onlyIf = this.mayWrite,
  ): Promise<void> {
    const name = join(this.#spool, `${table.name}-${this.#spooled++}`);
    const files: string[] = [];
    try {
      for await (const piece of piecesOf(rows)) {
        const file = `${name}.${files.length}`;
        files.push(file);
        await writeFile(file, piece);
      }
      if (files.length === 0) return;
      const given = `file(${literal(`${name}.*`)}, 'RowBinary', '${structureOf(table)}')`;
      const settings = table.isDistinct === true ? settingsClause(distinctRows) : '';
      await this.command(`${insertInto(table)} SELECT * FROM ${given} WHERE ${onlyIf}${settings}`);
    } finally {
      for (const file of files) await rm(file, { force: true });
    }
  }

  async select<Row>(query: string, parameters: QueryParameters = {}): Promise<Row[]> {
    const time = readingTime();
    const reader = this.#readers.reduce((least, one) => (one.queries < least.queries ? one : least));
    // The engine can't be told to give up, so it is told before when it shall; a setting stays, and is set when it changes.
    const mostSeconds = time === null ? 0 : engineSeconds(time);
    const settings = reader.mostSeconds === mostSeconds ? {} : { max_execution_time: mostSeconds };
    reader.mostSeconds = mostSeconds;
    const request = {
      query,
      format: 'JSONEachRow',
      query_params: { ...parameters },
      clickhouse_settings: settings,
    } as const;
    reader.queries += 1;
    try {
      return await explained(
        this.#where,
        reader.client.query(request).then((answer) => answer.json<Row>()),
      );
    } finally {
      reader.queries -= 1;
    }
  }

  async selectBytes(query: string, parameters: QueryParameters = {}): Promise<Buffer> {
    const request = { query: `${query} FORMAT RowBinary`, query_params: { ...parameters } };
    const { stream } = await explained(this.#where, this.#writer.exec(request));
    // The answer is one chunk; a copy of it would stall the event loop.
    const chunks: Buffer[] = await stream.toArray();
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer, ...this.#readers.map(({ client }) => client)].map((client) => client.close()));
    const { drainPending } = await import('chdb');
    await drainPending();
  }
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
