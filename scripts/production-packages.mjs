/** Everything that runs in production, from what is installed: the server's dependencies and theirs, on this platform. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { server } from './paths.mjs';

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The folder that `name` is found in from there, as Node looks for it; null for an optional one that is not here. */
function folderOf(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === dirname(folder)) return null;
  }
}

/** Sorted by name, then version. */
export function productionPackages() {
  const found = new Map();
  const visit = (folder, isDirect) => {
    const { name, version, license, scripts = {}, dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    const key = `${name}@${version}`;
    const before = found.get(key);
    if (before !== undefined) {
      before.isDirect ||= isDirect;
      return;
    }
    const script = ['preinstall', 'install', 'postinstall'].find((one) => scripts[one] !== undefined) ?? null;
    found.set(key, { name, version, license: license ?? 'none', isDirect, installScript: script });
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = folderOf(dependency, folder);
      if (next !== null) visit(next, false);
    }
  };
  for (const name of Object.keys(manifestOf(server).dependencies)) visit(folderOf(name, server), true);
  return [...found.values()].sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
}
