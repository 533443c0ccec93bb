/** Brings the tables to what the settings ask for. */
import type { Engine } from './engine.ts';
import { createStatements, expiryOf, hoursBackfill, indexStatements, subscribersView } from './schema.ts';
import { tableDefinitions, type Retention } from './table-definitions.ts';

/** Creates what is missing, the history's identity included, and applies a retention that differs from the one in force. */
export async function migrate(engine: Engine, retention: Retention): Promise<void> {
  for (const statement of createStatements(retention)) await engine.command(statement);
  await addKeyColumns(engine);
  await addIndexes(engine);
  await bringView(engine);
  await engine.command(
    'INSERT INTO identity (id) SELECT toString(generateUUIDv4()) WHERE (SELECT count() FROM identity) = 0',
  );
  const tables = await engine.select<{ name: string; definition: string }>(
    'SELECT name, create_table_query AS definition FROM system.tables WHERE database = currentDatabase()',
  );
  const expiry = expiryOf(retention);
  for (const { name, definition } of tables) {
    const wanted = expiry.get(name);
    if (wanted !== undefined && !definition.includes(`TTL ${wanted} `)) {
      await engine.command(`ALTER TABLE ${name} MODIFY TTL ${wanted}`);
    }
  }
}

async function addIndexes(engine: Engine): Promise<void> {
  const present = await engine.select<{ table: string; name: string }>(
    'SELECT table, name FROM system.data_skipping_indices WHERE database = currentDatabase()',
  );
  for (const { table, index, statements } of indexStatements()) {
    if (present.some((one) => one.table === table && one.name === index)) continue;
    for (const statement of statements) await engine.command(statement);
  }
}

/** A column can join the order of a table only with the statement that adds it. */
async function addKeyColumns(engine: Engine): Promise<void> {
  const present = await engine.select<{ table: string; name: string }>(
    'SELECT table, name FROM system.columns WHERE database = currentDatabase()',
  );
  for (const { name: table, addedKeyColumn } of tableDefinitions) {
    if (addedKeyColumn === undefined) continue;
    const { column, key } = addedKeyColumn;
    if (present.some((one) => one.table === table && one.name === column.split(' ')[0])) continue;
    await engine.command(`ALTER TABLE ${table} ADD COLUMN ${column}, MODIFY ORDER BY ${key}`);
  }
}

/**
 * The view of 0.1.0 noted no hours, and goes last: if this is interrupted, the next start finds it and does the same again.
 * One that groups is replaced in place, as others may be writing samples.
 */
async function bringView(engine: Engine): Promise<void> {
  const [view] = await engine.select<{ definition: string }>(
    `SELECT create_table_query AS definition FROM system.tables WHERE database = currentDatabase() AND name = '${subscribersView.name}'`,
  );
  if (view !== undefined && !view.definition.includes('hours')) {
    for (const statement of hoursBackfill) await engine.command(statement);
    await engine.command(`DROP VIEW ${subscribersView.name} SYNC`);
  } else if (view?.definition.includes('GROUP BY') === true) await engine.command(subscribersView.replace);
  await engine.command(subscribersView.create);
}
