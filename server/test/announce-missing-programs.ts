/** Says once per test run, before the tests, which programs are missing and how to get them. */
import { chromium, curl, mount, ownNetwork, radclient, redisServer, sqlite } from './programs.ts';

export default function announceMissingPrograms(): void {
  for (const { name, path, remedy } of [redisServer, chromium, curl, radclient, sqlite, mount, ownNetwork]) {
    if (path === null)
      process.stderr.write(`${name} not found: the tests that need it are skipped. To get it: ${remedy}\n`);
  }
}
