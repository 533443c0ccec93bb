/** History on a ClickHouse server, over its HTTP interface. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ClickHouseClient, ClickHouseClientConfigOptions, ClickHouseSettings } from '@clickhouse/client';
import { always, distinctRows, insertInto, namesOf, piecesOf, querySettings, structureOf } from './engine.ts';
import type { Engine, QueryParameters } from './engine.ts';
import { explained } from './explain-error.ts';
import { engineSeconds, readingTime } from './reading-time.ts';
import type { InsertTable } from './tables.ts';

/** Long enough for the roll-up of a large back-fill; a dead connection is found by the keep-alive of the socket. */
const requestTimeoutMs = 300_000;

/**
 * Throws with a clear sentence when the server can't be reached or refuses. `url` may carry user and password; its path is not
 * used. `mayWrite` is the condition of the engine; what is under way on the server bears it as `log_comment`.
 */
export async function openServerEngine(url: string, database: string, mayWrite: string = always): Promise<Engine> {
  const { createClient, ClickHouseLogLevel } = await import('@clickhouse/client');
  const address = new URL(url);
  address.pathname = '';
  const options: ClickHouseClientConfigOptions = {
    url: address,
    application: 'tidewatch',
    request_timeout: requestTimeoutMs,
    // A page of subscribers is a long parameter, too long for a URL.
    use_multipart_params_auto: true,
    // Errors are thrown; the client's own log would say them a second time.
    log: { level: ClickHouseLogLevel.OFF },
  };
  const where = `ClickHouse at ${address.host}`;
  const first = createClient(options);
  try {
    await explained(where, first.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` }));
  } finally {
    await first.close();
  }
  const settings = { ...querySettings, log_comment: mayWrite };
  return new ServerEngine(where, createClient({ ...options, database, clickhouse_settings: settings }), mayWrite);
}

/**
 * A replicated table leaves out a block that it was given before. Here that is a commit made again after it was
 * discarded: each insert says that it is a new one.
 */
function notToBeLeftOut(): ClickHouseSettings {
  return { insert_deduplication_token: crypto.randomUUID() };
}

class ServerEngine implements Engine {
  readonly mayWrite: string;
  readonly isScoped = false;
  readonly #where: string;
  readonly #client: ClickHouseClient;

  constructor(where: string, client: ClickHouseClient, mayWrite: string) {
    this.#where = where;
    this.#client = client;
    this.mayWrite = mayWrite;
  }

  async command(statement: string): Promise<void> {
    const request = { query: statement, clickhouse_settings: notToBeLeftOut() };
    await explained(this.#where, this.#client.command(request));
  }

  /** An insert for each piece: one that waits for the next would outlive the fence that it began before. */
  async insertRows(
    table: InsertTable,
    rows: Uint8Array | AsyncIterable<Uint8Array>,
    onlyIf = this.mayWrite,
  ): Promise<void> {
    for await (const piece of piecesOf(rows)) await this.#insert(table, piece, onlyIf);
  }

  async #insert(table: InsertTable, rows: Uint8Array, onlyIf: string): Promise<void> {
    const chosen = `SELECT ${namesOf(table)} FROM input('${structureOf(table)}') WHERE ${onlyIf} `;
    const query = `${insertInto(table)} ${onlyIf === always ? '' : chosen}FORMAT RowBinary`;
    const values = Readable.from([rows], { objectMode: false });
    const settings = table.isDistinct === true ? distinctRows : {};
    const request = { query, values, clickhouse_settings: { ...notToBeLeftOut(), ...settings } };
    const { stream } = await explained(this.#where, this.#client.exec(request));
    await explained(this.#where, buffer(stream));
  }

  async select<Row>(query: string, parameters: QueryParameters = {}): Promise<Row[]> {
    const time = readingTime();
    const request = {
      query,
      format: 'JSONEachRow',
      query_params: { ...parameters },
      ...(time && {
        abort_signal: time.signal,
        // The first for when the connection breaks unnoticed.
        clickhouse_settings: {
          max_execution_time: engineSeconds(time),
          cancel_http_readonly_queries_on_client_close: 1 as const,
        },
      }),
    } as const;
    return explained(
      this.#where,
      this.#client.query(request).then((answer) => answer.json<Row>()),
    );
  }

  async selectBytes(query: string, parameters: QueryParameters = {}): Promise<Buffer> {
    // Complete before it is sent: an error half-way would otherwise be mistaken for rows.
    const request = {
      query: `${query} FORMAT RowBinary`,
      query_params: { ...parameters },
      clickhouse_settings: { wait_end_of_query: 1 },
    } as const;
    const { stream } = await explained(this.#where, this.#client.exec(request));
    return explained(this.#where, buffer(stream));
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}
