/**
 * SvelteKit writes into a page's document what code it needs, from Vite's manifest; but it leaves out what it meets first behind an
 * `import()` of shared code, and the page then waits for it. Without these imports it finds all of it.
 */
import type { ManifestChunk, Plugin } from 'vite';

const file = '.vite/manifest.json';

export const everyImportInTheDocument: Plugin = {
  name: 'every-import-in-the-document',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const manifest = bundle[file];
      if (manifest?.type !== 'asset')
        throw new Error(`The build has no ${file}, expected the one that SvelteKit reads`);
      const chunks = JSON.parse(manifest.source.toString()) as Record<string, ManifestChunk>;
      for (const chunk of Object.values(chunks)) if (!chunk.isEntry) delete chunk.dynamicImports;
      manifest.source = JSON.stringify(chunks);
    },
  },
};
