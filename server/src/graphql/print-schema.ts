/** Writes `schema.graphql` at the root of the repository; with `--check` it only says whether the file is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

const path = fileURLToPath(new URL('../../../schema.graphql', import.meta.url));

/** The schema as text, types and fields in alphabetical order, so that a change shows as a small difference. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

function main(check: boolean): void {
  const printed = printedSchema();
  if (!check) {
    writeFileSync(path, printed);
  } else if (readFileSync(path, 'utf8') !== printed) {
    process.stderr.write('schema.graphql is out of date: run `npm run schema`\n');
    process.exitCode = 1;
  }
}

if (import.meta.main) main(process.argv.includes('--check'));
