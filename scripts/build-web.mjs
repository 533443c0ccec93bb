/** Builds the dashboard when its sources changed since the last build. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './child.mjs';
import { filesBelow, fingerprint, stampSays, writeStamp } from './fingerprint.mjs';
import { web } from './paths.mjs';
import { say, sayStart } from './say.mjs';
import { codegen, webBuild } from './tools.mjs';

const notSources = new Set(['web/build', 'web/.svelte-kit', 'web/node_modules', 'web/src/lib/graphql/generated']);
const stampFile = join(web, 'build/.stamp');

export const dashboardIsFresh = () => stampSays(stampFile, sourcesNow());

/** Resolves to false, having printed the output of the failing step, when there is no up-to-date dashboard. */
export async function ensureDashboard() {
  if (dashboardIsFresh()) return true;

  // Taken before the build: a source that is edited meanwhile makes the result stale.
  const wanted = sourcesNow();
  const sayDone = sayStart('Building the dashboard');
  for (const step of [codegen, webBuild]) {
    const { exitCode, output } = await captured(step);
    if (exitCode !== 0) {
      say(`${output}\nThe dashboard was not built: ${step.command} ended with exit code ${exitCode}.`);
      return false;
    }
  }
  // The server knows the dashboard's documents by it.
  copyFileSync(
    join(web, 'src/lib/graphql/generated/persisted-documents.json'),
    join(web, 'build/persisted-documents.json'),
  );
  writeStamp(stampFile, wanted);
  sayDone('Dashboard built');
  return true;
}

function sourcesNow() {
  const sources = filesBelow('web', (path) => notSources.has(path));
  return fingerprint([...sources, 'schema.graphql', 'codegen.ts', 'pnpm-lock.yaml']);
}
