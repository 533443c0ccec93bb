/** The programs that the tasks run, each as { command, args, cwd }. */
import { join } from 'node:path';
import { bin, node, root, server, web, webBin } from './paths.mjs';

const fromRoot = (name, ...args) => ({ command: join(bin, name), args, cwd: root });
const fromServer = (name, ...args) => ({ command: join(bin, name), args, cwd: server });
const fromWeb = (name, ...args) => ({ command: join(webBin, name), args, cwd: web });

export const codegen = fromRoot('graphql-codegen', '--config', 'codegen.ts');
export const schema = (...args) => ({
  command: node,
  args: [join(server, 'src/graphql/print-schema.ts'), ...args],
  cwd: root,
});
export const serverTypes = fromServer('tsc', '--noEmit');
export const webSync = fromWeb('svelte-kit', 'sync');
export const webTypes = fromWeb('svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings');
export const webBuild = fromWeb('vite', 'build');
export const lint = fromRoot('oxlint', '--deny-warnings');
export const schemaLint = fromRoot('eslint', '--max-warnings', '0', 'schema.graphql');
export const formatting = (mode) => fromRoot('prettier', mode, '--log-level', 'warn', '.');
export const vitest = (...args) => fromRoot('vitest', 'run', ...args);

/** Paths among the arguments are the user's: these run in the folder that the user is in (npm: the root). */
export const main = (...args) => ({ command: node, args: [join(server, 'src/main.ts'), ...args] });
export const bench = (...args) => ({ command: node, args: [join(server, 'bench/bench.ts'), ...args] });
export const screenshots = { command: node, args: [join(server, 'bench/screenshots.ts')] };
