/** Looks at a file before it is opened: opening a pipe, or what a link leads to nowhere, would never end or fail. */
import { lstat, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';

export interface FileState {
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** Gives null when it is gone. Throws a phrase that says what is wrong with it when it is no file that can be read. */
export async function lookAt(path: string): Promise<FileState | null> {
  const found = await stat(path).catch(async (error: NodeJS.ErrnoException) => {
    const isGone =
      error.code === 'ENOENT' &&
      (await lstat(path).then(
        () => false,
        () => true,
      ));
    if (isGone) return null;
    throw new Error(`can't be looked at: ${error.message}`, { cause: error });
  });
  if (found !== null && !found.isFile()) throw new Error('is not a regular file');
  return found;
}

/**
 * Throws a phrase when a link leads out of the folder: whoever may put files into it could have any file of this machine read
 * that way, and its lines told as rows that can't be read.
 */
export async function checkPlace(path: string, folder: string): Promise<void> {
  const [place, within] = await Promise.all([realpath(path), realpath(folder)]);
  if (!place.startsWith(within + sep)) throw new Error('is a link that leads out of the folder');
}

/** Changes whenever the file is written to. */
export function stateOf({ size, mtimeMs }: FileState): string {
  return `${size} ${mtimeMs}`;
}
