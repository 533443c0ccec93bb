/**
 * Code that several pages need, in few files: each file costs a slow machine time of its own, and what is compressed together takes
 * less. SvelteKit's is split as the bundler does it: some of it must not run before it is told its version.
 */
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

const layout = join(import.meta.dirname, '../src/routes/+layout.svelte');

/** Ids of what `root` imports, directly or not, and its own. */
function importsOf(root: string, context: Rolldown.ChunkingContext): ReadonlySet<string> {
  const found = new Set([root]);
  for (const id of found) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

/** What every page needs, since the layout does. */
function frame(): Rolldown.CodeSplittingNameFunction {
  let needed: ReadonlySet<string> | undefined;
  return (id, context) => {
    needed ??= importsOf(layout, context);
    // The few rules that LayerCake brings: a style sheet of their own would be one more to wait for.
    return needed.has(id) || /layercake.*lang\.css/.test(id) ? 'frame' : null;
  };
}

/** Least bytes of source that are worth a file. */
const leastBytes = 4_000;
const shared = { minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: leastBytes };

export const fewFiles: Plugin = {
  name: 'few-files',
  applyToEnvironment: ({ name }) => name === 'client',
  outputOptions: (options) => ({
    ...options,
    codeSplitting: {
      groups: [
        {
          name: 'sveltekit',
          test: /@sveltejs.kit|svelte.src|devalue|clsx|esm-env|preload-helper/,
          priority: 2,
          entriesAware: true,
        },
        { name: frame(), debugName: 'frame', priority: 1 },
        { name: 'charts', test: /layercake|d3-|src.lib.charts/, ...shared },
        { name: 'anomalies', test: /src.lib.(anomaly|triage)/, ...shared },
      ],
    },
  }),
};
