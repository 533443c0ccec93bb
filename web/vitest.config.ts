/** Unit tests of the dashboard's plain modules: no browser and no SvelteKit, so that they run in a second. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The dashboard's own tsconfig extends one that SvelteKit writes during a build; tests must not need a build.
  tsconfig: '../tsconfig.json',
  test: { environment: 'node', include: ['src/**/*.test.ts'], testTimeout: 30_000 },
});
