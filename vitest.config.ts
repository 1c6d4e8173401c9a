import { defineConfig } from 'vitest/config';

/** Ten times what a busy machine needs: a timeout finds tests that hang, not machines that are slow. */
const common = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  teardownTimeout: 60_000,
  pool: 'forks' as const,
  expect: { poll: { timeout: 20_000 } },
};

/** Modules hold no state, so test files share them: a worker loads each module once. */
const quick = { ...common, isolate: false };

// `npm test` runs unit and integration in a few minutes. CI also runs `slow` (a real browser, real
// mail servers); `npm run test:all` runs everything.
export default defineConfig({
  test: {
    // Many tests wait for timers, so each of two cores runs two files.
    maxWorkers: 4,
    globalSetup: 'test/support/postgres.ts',
    projects: [
      { test: { ...quick, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { ...quick, name: 'integration', include: ['test/integration/**/*.test.ts'] } },
      {
        test: {
          ...common,
          name: 'slow',
          include: ['test/{e2e,slow}/**/*.test.ts'],
          testTimeout: 240_000,
        },
      },
      {
        test: {
          ...common,
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
    ],
  },
});
