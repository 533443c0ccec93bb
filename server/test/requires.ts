/** `describe` for tests that need a program of the machine: skipped without it, or an error where skips are forbidden (CI). */
import { describe } from 'vitest';
import { chromium, curl, mount, ownNetwork, radclient, redisServer, skipsAreForbidden, sqlite } from './programs.ts';
import type { Program } from './programs.ts';

/** The body gets the path of the program. Without one it still runs, with '', to list the tests that are skipped. */
type DescribeWithProgram = (title: string, body: (path: string) => void) => void;

export const describeWithRedis: DescribeWithProgram = describeWith(redisServer);
export const describeWithChromium: DescribeWithProgram = describeWith(chromium);
export const describeWithCurl: DescribeWithProgram = describeWith(curl);
export const describeWithRadclient: DescribeWithProgram = describeWith(radclient);
export const describeWithSqlite: DescribeWithProgram = describeWith(sqlite);
export const describeWithMount: DescribeWithProgram = describeWith(mount);
export const describeWithOwnNetwork: DescribeWithProgram = describeWith(ownNetwork);

function describeWith({ name, path, remedy }: Program): DescribeWithProgram {
  return (title, body) => {
    if (path !== null) {
      describe(title, () => body(path));
      return;
    }
    if (skipsAreForbidden) throw new Error(`${name} not found, and TIDEWATCH_FORBID_SKIPS=1. To get it: ${remedy}`);
    describe(title, { skip: true }, () => body(''));
  };
}
