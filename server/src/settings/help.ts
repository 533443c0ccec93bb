/** The text of `--help`: every option of `start` with variable, unit and default. */
import { options } from './config-options.ts';

export function helpText(): string {
  const rows = Object.entries(options).map(([name, { variable, unit, default: value, help }]) => [
    `--${name} <${unit}>`,
    variable,
    value ?? 'off',
    help,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
  return `Tidewatch watches the traffic of every subscriber and flags what is unusual for him.

  npm start                                                     a simulated ISP, to look around
  npm start -- --snapshots DIR --devices psxattrs.csv           your own snapshots
  npm run replay -- DIR --devices FILE --out anomalies.ndjson   the same detection, offline
  npm run simulate -- DIR --subscribers N --days D --seed S     snapshot files of a simulated ISP

Options of npm start: option, environment variable, default, meaning. An option wins over its variable.

${table.join('\n')}
  --check   check the settings and exit
  --help    print this and exit
`;
}
