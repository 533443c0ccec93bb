/** One hash of many files, to tell whether anything changed since a stamp was written. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';

/** SHA-256 over names and contents, in hex. Paths are relative to the checkout; a missing file counts as empty. */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(contentsOf(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

/** All files below a folder of the checkout, sorted, without what `isIgnored(path)` names. */
export function filesBelow(folder, isIgnored) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const paths = entries
    .map((entry) => ({ entry, path: `${folder}/${entry.name}` }))
    .filter(({ path }) => !isIgnored(path));
  return paths.flatMap(({ entry, path }) => (entry.isDirectory() ? filesBelow(path, isIgnored) : [path])).toSorted();
}

export function stampSays(stampFile, wanted) {
  return contentsOf(stampFile).toString() === wanted;
}

export function writeStamp(stampFile, wanted) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wanted);
}

function contentsOf(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw new Error(`${relative(root, file)} could not be read: ${error.message}`, { cause: error });
  }
}
