/** Everything that history keeps of one subscriber: read as it stands, or erased, in every table that has anything of him. */
import { randomUUID } from 'node:crypto';
import { patternOfNames } from '../domain/name-pattern.ts';
import type { Engine, QueryParameters } from './engine.ts';
import type { Erasure, PersonHistory, PersonRows } from './person-history.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';
import { tableDefinitions } from './table-definitions.ts';
import { erasures as erasuresTable } from './tables.ts';

/** How a query is given the names: as the right side of IN, and as an array. */
interface Names {
  readonly set: string;
  readonly array: string;
}

const asParameter: Names = { set: '{names:Array(String)}', array: '{names:Array(String)}' };
const isHis = ({ set }: Names): string => `subscriber IN ${set}`;
/** Where a row is about him without being his own alone. */
const conditions: Readonly<Record<string, (names: Names) => string>> = {
  // What people did about his anomalies, and mutes of him.
  acts: (names) => `${isHis(names)} OR anomaly IN (SELECT id FROM anomaly_events WHERE ${isHis(names)})`,
  // The row as it came, whatever stands between its fields; a name with something in it that may stand there is looked for as text.
  dead_letters: ({ array }) => `hasAny(splitByRegexp('[^0-9A-Za-z_.@+-]+', given), ${array})
    OR arrayExists(name -> match(name, '[^0-9A-Za-z_.@+-]') AND position(given, name) > 0, ${array})`,
};
/** More of one person is no person: the answer says that it was cut. */
const mostRows = 500_000;
const mostNameBytes = 1024;
const namesTablePrefix = 'erasing_';
const leftAfterSeconds = 3600;
const erasedWord = '[erased]';

/** Acts first: they are found by the anomalies that go after them. */
function tablesOfPersons(): { readonly name: string; readonly condition: (names: Names) => string }[] {
  return tableDefinitions
    .flatMap(({ name, columns }) => {
      const own = /\bsubscriber String\b/.test(columns) ? isHis : null;
      const condition = conditions[name] ?? own;
      return condition === null ? [] : [{ name, condition }];
    })
    .toSorted((a, b) => Number(b.name === 'acts') - Number(a.name === 'acts'));
}

export class PersonStore implements PersonHistory {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async *everythingOf(given: readonly string[]): AsyncGenerator<PersonRows> {
    const names = given.filter((name) => name !== '');
    if (names.length === 0) return;
    for (const { name, condition } of tablesOfPersons()) {
      const rows = await this.#engine.select<Record<string, unknown>>(
        `SELECT * FROM ${name} FINAL WHERE ${condition(asParameter)} LIMIT ${mostRows}`,
        { names },
      );
      yield { table: name, rows };
    }
    const pattern = patternOfNames(names);
    if (pattern === null) return;
    const rows = await this.#engine.select<Record<string, unknown>>(
      `SELECT at, change, comment FROM acts FINAL
WHERE match(comment, {pattern:String}) AND NOT (${conditions['acts']!(asParameter)}) LIMIT ${mostRows}`,
      { names, pattern },
    );
    yield { table: 'comments', rows };
  }

  /** Written anew without him: what was there is gone from the disk once the engine drops the parts of before, within minutes. */
  async erase(given: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const names = given.filter((name) => name !== '');
    const erased = new Map<string, number>();
    if (names.length === 0) return erased;
    const pattern = patternOfNames(names);
    await this.#withTable(names, pattern, async (table) => {
      const inTable = { set: `(SELECT name FROM ${table})`, array: `(SELECT groupArray(name) FROM ${table})` };
      for (const { name, condition } of tablesOfPersons()) {
        const change = `DELETE WHERE ${condition(inTable)}`;
        erased.set(name, await this.#mutate(name, condition(asParameter), { names }, change));
      }
      if (pattern !== null) erased.set('comments', await this.#takeOutOfComments(pattern, table));
    });
    return erased;
  }

  async noteErasures(erasures: readonly Erasure[]): Promise<void> {
    const rows = new RowBinaryWriter(erasures.length * 256);
    for (const { hash, keyId, atMs, ignored } of erasures) {
      rows.string(hash);
      rows.string(keyId);
      rows.uint64(atMs);
      rows.uint8(ignored ? 1 : 0);
    }
    if (erasures.length > 0) await this.#engine.insertRows(erasuresTable, rows.bytes);
  }

  async erasures(): Promise<Erasure[]> {
    const rows = await this.#engine.select<Omit<Erasure, 'ignored'> & { ignored: number }>(
      'SELECT hash, key_id AS keyId, toFloat64(at_ms) AS atMs, ignored FROM erasures FINAL ORDER BY at_ms, hash',
    );
    return rows.map((row) => ({ ...row, ignored: row.ignored === 1 }));
  }

  /** What was said of others stays, but for his name. */
  #takeOutOfComments(pattern: string, table: string): Promise<number> {
    const his = `(SELECT any(pattern) FROM ${table})`;
    const once = (text: string): string => String.raw`replaceRegexpAll(${text}, ${his}, '\\1${erasedWord}\\2')`;
    // Twice, as what parts two of them is taken with the first.
    const change = `UPDATE comment = ${once(once('comment'))} WHERE match(comment, ${his})`;
    return this.#mutate('acts', 'match(comment, {pattern:String})', { pattern }, change);
  }

  /** Gives how many rows it changed. */
  async #mutate(table: string, condition: string, parameters: QueryParameters, change: string): Promise<number> {
    const count = `SELECT count() AS rows FROM ${table} WHERE ${condition}`;
    const [found] = await this.#engine.select<{ rows: number }>(count, parameters);
    const rows = found?.rows ?? 0;
    if (rows > 0) await this.#engine.command(`ALTER TABLE ${table} ${change} SETTINGS mutations_sync = 2`);
    return rows;
  }

  /** The engine keeps the text of what was changed, on disk and in its log: the names are in a table meanwhile, and not in there. */
  async #withTable(
    names: readonly string[],
    pattern: string | null,
    work: (table: string) => Promise<void>,
  ): Promise<void> {
    const name = namesTablePrefix + randomUUID().replaceAll('-', '');
    const columns = [
      ['name', 'String'],
      ['pattern', 'String'],
    ] as const;
    await this.#dropLeft();
    await this.#engine.command(`CREATE TABLE ${name} (name String, pattern String) ENGINE = MergeTree ORDER BY name`);
    const rows = new RowBinaryWriter(names.length * (mostNameBytes + Buffer.byteLength(pattern ?? '')));
    for (const one of names) {
      rows.string(one);
      rows.string(pattern ?? '');
    }
    await this.#engine.insertRows({ name, columns }, rows.bytes);
    await work(name);
    // Not when that failed: a change that is under way still would be looking for it for ever.
    await this.#engine.command(`DROP TABLE ${name} SYNC`);
  }

  async #dropLeft(): Promise<void> {
    const left = await this.#engine.select<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '${namesTablePrefix}')
AND metadata_modification_time <= now() - ${leftAfterSeconds}`,
    );
    for (const { name } of left) await this.#engine.command(`DROP TABLE IF EXISTS ${name} SYNC`);
  }
}
