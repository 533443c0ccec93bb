/** History as one sees it who may see some devices alone: the engine itself leaves out the rows of all others, of every table in every query. */
import type { Engine, QueryParameters } from './engine.ts';
import { tableDefinitions } from './table-definitions.ts';

const unlimited = ['commits', 'identity'];

/** Of a table; rows that do not pass are not there. A table that nothing is decided about here has no rows for anybody limited. */
function filterOf(table: string, columns: string, database: string, devices: string): string {
  if (unlimited.includes(table)) return '1';
  // Where the newest traffic of a week went through: of a subscriber who roams, his time at these devices is seen.
  if (table === 'subscribers') return `tupleElement(newest, 3) IN (${devices})`;
  if (table === 'acts') {
    const anomalies = `SELECT id FROM ${database}.anomaly_events WHERE device IN (${devices})`;
    const subscribers = `SELECT subscriber FROM ${database}.subscribers`;
    return `if(anomaly != '', anomaly IN (${anomalies}), subscriber = '' OR subscriber IN (${subscribers}))`;
  }
  return /\bdevice LowCardinality/.test(columns) ? `device IN (${devices})` : '0';
}

/** Every table of history with its filter. */
export function filtersOf(database: string, devices: readonly string[]): ReadonlyMap<string, string> {
  // The network's own totals have an empty device: whoever is limited gets the sum of his devices instead.
  const listed = devices.filter((device) => device !== '').map(literal);
  const checked = listed.length === 0 ? 'NULL' : listed.join(', ');
  return new Map(tableDefinitions.map(({ name, columns }) => [name, filterOf(name, columns, database, checked)]));
}

/** Reads alone: it refuses to write. */
export function scopedEngine(engine: Engine, database: string, devices: readonly string[]): Engine {
  const filters = [...filtersOf(database, devices)].filter(([, filter]) => filter !== '1');
  const map = filters.map(([table, filter]) => `${literal(`${database}.${table}`)}: ${literal(filter)}`).join(', ');
  const within = (query: string): string => {
    // A query may end with settings of its own.
    const joint = /\bSETTINGS [^()]*$/.test(query) ? ',' : ' SETTINGS';
    return `${query}${joint} additional_table_filters = {${map}}`;
  };
  const refuse = (): never => {
    throw new Error('Who sees a part of history does not write to it');
  };
  return {
    isScoped: true,
    command: refuse,
    insertRows: refuse,
    select: (query: string, parameters?: QueryParameters) => engine.select(within(query), parameters),
    selectBytes: (query, parameters) => engine.selectBytes(within(query), parameters),
    close: () => Promise.resolve(),
  };
}

/** Which rows of the totals make the network: its own and what came late, or all rows that there are for whoever is limited. */
export const networkRows = ({ isScoped }: Engine): string => (isScoped ? '1' : "(device = '' OR late = 1)");

const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
