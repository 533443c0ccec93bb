/** Build of the dashboard: static files with one fallback page, so that the API's process can serve it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { everyImportInTheDocument } from './bundling/every-import-in-the-document.ts';
import { questionsByHash } from './bundling/questions-by-hash.ts';
import { fewFiles } from './bundling/few-files.ts';

/** Where `vite dev` finds a running Tidewatch. */
const server = process.env['TIDEWATCH_URL'] ?? 'http://localhost:4000';

/** What lets the script in every document run, and no other. */
function hashOfInlineScript(): `sha256-${string}` {
  const [, script] =
    /<script>(.*?)<\/script>/s.exec(readFileSync(join(import.meta.dirname, 'src/app.html'), 'utf8')) ?? [];
  if (script === undefined) throw new Error('src/app.html: there is no <script>, expected the one that sets the theme');
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

/**
 * What d3-scale and LayerCake bring for scales of colours, and for numbers in words, that no chart here has: see there.
 * Tests of modules run with the real ones.
 */
const plainNumbers = join(import.meta.dirname, 'src/lib/charts/plain-numbers.ts');

export default defineConfig({
  resolve: { alias: { 'd3-color': plainNumbers, 'd3-format': plainNumbers, 'd3-interpolate': plainNumbers } },
  plugins: [
    questionsByHash,
    fewFiles,
    everyImportInTheDocument,
    tailwindcss(),
    sveltekit({
      adapter: adapter({ fallback: 'fallback.html', precompress: true }),
      // One page's document serves every address of its kind.
      paths: { relative: false },
      // An open page asks so often whether it is still the newest one.
      version: { pollInterval: 300_000 },
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self', hashOfInlineScript()],
          'style-src': ['self'],
          // SvelteKit's own route announcer hides itself with a style attribute.
          'style-src-attr': ['unsafe-inline'],
          // A chart is drawn from its own SVG to make a PNG of it.
          'img-src': ['self', 'blob:'],
          'connect-src': ['self'],
          'base-uri': ['none'],
          'form-action': ['self'],
        },
      },
    }),
  ],
  build: { rolldownOptions: { output: { postBanner: '//# allFunctionsCalledOnLoad\n' } } },
  server: { proxy: { '/graphql': { target: server, ws: true, changeOrigin: true } } },
});
