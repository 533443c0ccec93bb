/** Installs the dependencies when node_modules is missing or older than the lockfile. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './child.mjs';
import { fingerprint, stampSays, writeStamp } from './fingerprint.mjs';
import { node, root } from './paths.mjs';
import { say, sayStart } from './say.mjs';

const packageManager = 'pnpm@12.21.0';
const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'server/package.json', 'web/package.json'];
const stampFile = join(root, 'node_modules/.tidewatch-stamp');

/** The lockfile knows the native parts for Linux on x64 alone; elsewhere the pinned packages are resolved afresh. */
const lockfileMode = process.platform === 'linux' && process.arch === 'x64' ? '--frozen-lockfile' : '--no-lockfile';

/** Resolves to false, having said why, when the installation failed. */
export async function ensureInstalled() {
  const wanted = fingerprint(inputs);
  if (existsSync(node) && stampSays(stampFile, wanted)) return true;

  const sayDone = sayStart('Installing dependencies (about 930 MB on disk)');
  const install = { command: 'npx', args: ['--yes', packageManager, 'install', lockfileMode], cwd: root };
  // CI=true keeps pnpm from asking before it replaces a node_modules of another make.
  const { exitCode, output } = await captured(install, { CI: 'true' });
  if (exitCode !== 0) {
    say(`${output}\nThe dependencies were not installed: ${packageManager} ended with exit code ${exitCode}.`);
    return false;
  }
  if (!existsSync(node)) {
    say(
      `${output}\nThe dependencies are incomplete: ${node} is missing. Are npm's install scripts switched off (ignore-scripts)?`,
    );
    return false;
  }
  writeStamp(stampFile, wanted);
  sayDone('Installed');
  return true;
}
