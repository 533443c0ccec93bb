/**
 * Writes `schema.graphql` at the root of the repository. `--check` only says whether the file is up to date, `--compare` what
 * it would break for clients of the last release, and `--release` makes it the schema of the last release.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { productVersion } from '../product-version.ts';
import { compareWithRelease, releaseText } from './released-schema.ts';
import { schema } from './schema.ts';

const inRoot = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const path = inRoot('schema.graphql');
const releasedPath = inRoot('released-schema.graphql');

/** The schema as text, types and fields in alphabetical order, so that a change shows as a small difference. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

function check(): void {
  if (readFileSync(path, 'utf8') !== printedSchema()) fail('schema.graphql is out of date: run `npm run schema`');
}

function compare(): void {
  const { releasedVersion, breaking, dangerous, mayBreak } = compareWithRelease(
    readFileSync(releasedPath, 'utf8'),
    schema,
    productVersion,
  );
  for (const change of dangerous) process.stdout.write(`dangerous since ${releasedVersion}: ${change}\n`);
  for (const change of breaking) process.stdout.write(`breaking since ${releasedVersion}: ${change}\n`);
  if (breaking.length === 0 || mayBreak) return;
  fail(
    `Clients of ${releasedVersion} would break. Deprecate instead, or raise the version in package.json (${productVersion}): ` +
      'its major number, or before 1.0 its minor number.',
  );
}

const modes: Readonly<Record<string, () => void>> = {
  '--check': check,
  '--compare': compare,
  '--release': () => writeFileSync(releasedPath, releaseText(productVersion, printedSchema())),
};

if (import.meta.main) {
  const [mode] = process.argv.slice(2);
  const act = mode === undefined ? () => writeFileSync(path, printedSchema()) : modes[mode];
  if (act) act();
  else fail(`"${mode}" is not possible here; expected nothing or one of ${Object.keys(modes).join(', ')}`);
}
