/** The seed's rule done the plain way: split every line, an object a row, two passes per subscriber. What it is compared with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Row {
  readonly subscriber: string;
  readonly startedAt: Date;
  readonly upTx: number;
  readonly downTx: number;
}

/** Gives the number of data rows. */
export function plainSeedRule(folder: string): number {
  const bySubscriber = new Map<string, Row[]>();
  let rows = 0;
  for (const name of readdirSync(folder).sort()) {
    const delimiter = name.endsWith('.csv') ? ',' : '|';
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n').slice(1)) {
      if (line === '') continue;
      rows++;
      const row = parse(line.split(delimiter));
      if (row === null) continue;
      const known = bySubscriber.get(row.subscriber);
      if (known === undefined) bySubscriber.set(row.subscriber, [row]);
      else known.push(row);
    }
  }
  let flagged = 0;
  for (const own of bySubscriber.values())
    flagged += flag(own.map((row) => row.upTx)) + flag(own.map((row) => row.downTx));
  if (flagged < 0) throw new Error('The count keeps the work from being optimised away');
  return rows;
}

function parse(fields: string[]): Row | null {
  const [, , subscriber, start, end, , up, down] = fields;
  const [upTx, downTx] = [Number(up), Number(down)];
  if (end !== '' || upTx <= 0 || downTx <= 0) return null;
  const [day, month, year, hour, minute, second] = start!.split(/[-/ :]/).map(Number);
  return {
    subscriber: subscriber!,
    startedAt: new Date(Date.UTC(year!, month! - 1, day, hour, minute, second)),
    upTx,
    downTx,
  };
}

function flag(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return values.filter((value) => value > mean + 3 * deviation).length;
}
