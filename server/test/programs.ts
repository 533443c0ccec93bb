/** Programs of the machine that some tests run against. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Program {
  readonly name: string;
  /** Null when the machine does not have it. */
  readonly path: string | null;
  /** Command that installs it on Debian and Ubuntu. */
  readonly remedy: string;
}

export const redisServer: Program = {
  name: 'redis-server',
  path: findProgram('redis-server'),
  remedy: 'apt-get install redis-server',
};

export const chromium: Program = {
  name: 'Chromium',
  // The same browser without what a window has, which costs half as much again.
  path:
    ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(findProgram).find(Boolean) ?? null,
  remedy: 'apt-get install chromium-headless-shell',
};

export const curl: Program = {
  name: 'curl',
  path: findProgram('curl'),
  remedy: 'apt-get install curl',
};

export const radclient: Program = {
  name: 'radclient',
  path: findProgram('radclient'),
  remedy: 'apt-get install freeradius-utils',
};

export const sqlite: Program = {
  name: 'sqlite3',
  path: findProgram('sqlite3'),
  remedy: 'apt-get install sqlite3',
};

/** A disk of a test's own is for root alone to mount. */
export const mount: Program = {
  name: 'mount, as root',
  path: process.getuid?.() === 0 ? findProgram('mount') : null,
  remedy: 'run the tests as root',
};

/** A network of a test's own takes iproute2, nftables, and a kernel that lets root make one. */
export const ownNetwork: Program = {
  name: 'networks of its own (ip, tc, nft, as root)',
  path: ['ip', 'tc', 'nft'].every((name) => findProgram(name) !== null) && mayMakeNetwork() ? findProgram('ip') : null,
  remedy: 'apt-get install iproute2 nftables, and run the tests as root',
};

export const skipsAreForbidden = process.env['TIDEWATCH_FORBID_SKIPS'] === '1';

function mayMakeNetwork(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['--net', 'true']).status === 0;
}

/** First match on PATH, as a shell would find it, or in the system's own folders, which a trimmed PATH may lack. */
function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
