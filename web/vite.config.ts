/** Build of the dashboard: static files with one fallback page, so that the API's process can serve it. */
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/** Where `vite dev` finds a running Tidewatch. */
const server = process.env['TIDEWATCH_URL'] ?? 'http://localhost:4000';

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter({ fallback: 'index.html', precompress: true }),
      // An open page asks so often whether it is still the newest one.
      version: { pollInterval: 300_000 },
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
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
  server: { proxy: { '/graphql': { target: server, ws: true, changeOrigin: true } } },
});
