import { defineConfig } from 'vitest/config';

const common = { testTimeout: 30_000, hookTimeout: 60_000, pool: 'forks' as const };

// `npm test` runs unit and integration in two to three minutes; `npm run test:all` runs the rest as well.
export default defineConfig({
  test: {
    maxWorkers: 3,
    globalSetup: 'test/support/postgres.ts',
    projects: [
      { test: { ...common, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { ...common, name: 'integration', include: ['test/integration/**/*.test.ts'] } },
      { test: { ...common, name: 'slow', include: ['test/{e2e,slow}/**/*.test.ts'], testTimeout: 240_000 } },
    ],
  },
});
