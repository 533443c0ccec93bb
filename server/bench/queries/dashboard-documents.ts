/** The dashboard's own operations, each with the fragments that it uses, as the dashboard sends them. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, print, separateOperations, type DocumentNode } from 'graphql';

const folder = fileURLToPath(new URL('../../../web/src/lib/graphql', import.meta.url));

/** Shown by no page yet: one anomaly by its id, with all that happened to it. */
const further = `query Anomaly($id: ID!) {
  node(id: $id) { ... on Anomaly { ...AnomalyRow cohort cohortShareBelow uploadShare usualUploadShare events { __typename } } }
}`;

/** Keyed by the name of the operation. */
export function dashboardDocuments(): ReadonlyMap<string, string> {
  const texts = globSync('*.graphql', { cwd: folder }).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  const all: DocumentNode = parse([...texts, further].join('\n'));
  return new Map(Object.entries(separateOperations(all)).map(([name, document]) => [name, print(document)]));
}
