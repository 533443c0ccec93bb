/** All tests of the repository: each package with a vitest.config.ts is a project of its own. */
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './server/test/slowest-first.ts';

export default defineConfig({
  test: {
    projects: ['*/vitest.config.ts'],
    sequence: { sequencer: SlowestFirst },
  },
});
