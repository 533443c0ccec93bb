/**
 * Tests of the server. Each file has a process to itself (pool "forks", isolated), because chDB allows one
 * data directory per process: a test file opens one history and no other file may share its process.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As Node itself resolves it. Otherwise tests would have a second copy, whose errors are not those that Yoga knows.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'server',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [
      // Real traffic is not part of the repository: its tests run where TIDEWATCH_REAL_WEEK says that it is at hand.
      ...(process.env['TIDEWATCH_REAL_WEEK'] === undefined ? ['test/real-week*.test.ts'] : []),
      // They take minutes, and are part of `npm run test:faults` alone.
      ...(process.env['TIDEWATCH_FAULTS'] === 'whole'
        ? []
        : ['test/faults/{absent-at-start,network,redis-and-history}.test.ts']),
    ],
    pool: 'forks',
    // A setting of the project: what the root says of workers does not hold for it. On two cores it would be one.
    maxWorkers: 2,
    isolate: true,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    globalSetup: 'test/announce-missing-programs.ts',
  },
});
