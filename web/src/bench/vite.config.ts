/** Builds the swim lane by itself into one script and one style sheet. */
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  publicDir: false,
  plugins: [tailwindcss(), svelte()],
  build: {
    lib: {
      entry: join(import.meta.dirname, 'swim-lane.ts'),
      name: 'lane',
      formats: ['iife'],
      fileName: () => 'lane.js',
    },
    rolldownOptions: { output: { assetFileNames: 'lane[extname]' } },
  },
});
