/** Everything that history keeps of one subscriber: read as it stands, or erased, in every table that has anything of him. */
import type { Engine } from './engine.ts';
import type { PersonHistory, PersonRows } from './person-history.ts';
import { tableDefinitions } from './table-definitions.ts';

const isHis = 'subscriber IN {names:Array(String)}';
/** Where a row is about him without being his own alone. */
const conditions: Readonly<Record<string, string>> = {
  // What people did about his anomalies, and mutes of him.
  acts: `${isHis} OR anomaly IN (SELECT id FROM anomaly_events WHERE ${isHis})`,
  // The row as it came, whatever stands between its fields; a name with something in it that may stand there is looked for as text.
  dead_letters: `hasAny(splitByRegexp('[^0-9A-Za-z_.@+-]+', given), {names:Array(String)})
    OR arrayExists(name -> match(name, '[^0-9A-Za-z_.@+-]') AND position(given, name) > 0, {names:Array(String)})`,
};
/** More of one person is no person: the answer says that it was cut. */
const mostRows = 500_000;

/** Acts first: they are found by the anomalies that go after them. */
export function tablesOfPersons(): { readonly name: string; readonly condition: string }[] {
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
        `SELECT * FROM ${name} FINAL WHERE ${condition} LIMIT ${mostRows}`,
        { names },
      );
      yield { table: name, rows };
    }
  }

  /** Written anew without him: what was there is gone from the disk once the engine drops the parts of before, within minutes. */
  async erase(given: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const names = given.filter((name) => name !== '');
    const erased = new Map<string, number>();
    if (names.length === 0) return erased;
    const literal = `[${names.map((name) => `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(', ')}]`;
    for (const { name, condition } of tablesOfPersons()) {
      const [found] = await this.#engine.select<{ rows: number }>(
        `SELECT count() AS rows FROM ${name} WHERE ${condition}`,
        { names },
      );
      erased.set(name, found?.rows ?? 0);
      if ((found?.rows ?? 0) === 0) continue;
      const which = condition.replaceAll('{names:Array(String)}', () => literal);
      await this.#engine.command(`ALTER TABLE ${name} DELETE WHERE ${which} SETTINGS mutations_sync = 2`);
    }
    return erased;
  }
}
