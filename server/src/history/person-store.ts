/** Everything that history keeps of one subscriber: read as it stands, or erased, in every table that has anything of him. */
import type { Engine } from './engine.ts';
import type { PersonHistory, PersonRows } from './person-history.ts';
import { tableDefinitions } from './table-definitions.ts';

const ofAnomalies = 'SELECT id FROM anomaly_events WHERE subscriber = {subscriber:String}';
/** Where a row is about him without being his own alone. */
const conditions: Readonly<Record<string, string>> = {
  // What people did about his anomalies, and mutes of him.
  acts: `subscriber = {subscriber:String} OR anomaly IN (${ofAnomalies})`,
  // The row as it came, whatever stands between its fields.
  dead_letters: "has(splitByRegexp('[^0-9A-Za-z_.@+-]+', given), {subscriber:String})",
};
/** More of one person is no person: the answer says that it was cut. */
const mostRows = 500_000;

/** Acts first: they are found by the anomalies that go after them. */
export function tablesOfPersons(): { readonly name: string; readonly condition: string }[] {
  return tableDefinitions
    .flatMap(({ name, columns }) => {
      const own = /\bsubscriber String\b/.test(columns) ? 'subscriber = {subscriber:String}' : null;
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

  async *everythingOf(subscriber: string): AsyncGenerator<PersonRows> {
    if (subscriber === '') return;
    for (const { name, condition } of tablesOfPersons()) {
      const rows = await this.#engine.select<Record<string, unknown>>(
        `SELECT * FROM ${name} FINAL WHERE ${condition} LIMIT ${mostRows}`,
        { subscriber },
      );
      yield { table: name, rows };
    }
  }

  /** Written anew without him: what was there is gone from the disk once the engine drops the parts of before, within minutes. */
  async erase(subscriber: string): Promise<ReadonlyMap<string, number>> {
    const erased = new Map<string, number>();
    if (subscriber === '') return erased;
    const literal = `'${subscriber.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    for (const { name, condition } of tablesOfPersons()) {
      const [found] = await this.#engine.select<{ rows: number }>(
        `SELECT count() AS rows FROM ${name} WHERE ${condition}`,
        { subscriber },
      );
      erased.set(name, found?.rows ?? 0);
      if ((found?.rows ?? 0) === 0) continue;
      const which = condition.replaceAll('{subscriber:String}', literal);
      await this.#engine.command(`ALTER TABLE ${name} DELETE WHERE ${which} SETTINGS mutations_sync = 2`);
    }
    return erased;
  }
}
