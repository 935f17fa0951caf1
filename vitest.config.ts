import { defineConfig } from 'vitest/config';

const SECOND = 1_000;

/** Suites that start processes or whole compilers; everything else is expected to be quick. */
const PROCESS_SUITES = ['test/cli/**/*.test.ts', 'test/crash/**/*.test.ts', 'test/*.test.ts'];

/** Suites that need a Postgres server: one is started for all of them, and only when one of them runs. */
const POSTGRES_SUITES = ['test/**/*postgres*.test.ts'];

/** Long runs of the simulator, which need nothing but time: when everything else is done, one on each core. */
const SEED_SUITES = ['test/simulate/hostile-seeds*.test.ts'];

/** `vitest run --mode long` (npm run test:long) adds the files named *.long.test.ts and gives the laws more cases. */
export default defineConfig(({ mode }) => {
  const isLong = mode === 'long';
  const exclude = ['**/node_modules/**', 'dist/**', ...(isLong ? [] : ['**/*.long.test.ts'])];
  const shared = {
    pool: 'forks' as const,
    setupFiles: ['test/support/property-runs.ts'],
    // They end what hangs, and nothing else: a busy machine is no reason for a test to fail.
    testTimeout: (isLong ? 600 : 180) * SECOND,
    hookTimeout: 180 * SECOND,
    env: { JINAQ_PROPERTY_RUNS: isLong ? '5000' : '100' },
  };
  return {
    test: {
      projects: [
        {
          test: {
            ...shared,
            name: 'core',
            include: ['test/**/*.test.ts'],
            exclude: [...exclude, ...PROCESS_SUITES, ...POSTGRES_SUITES, ...SEED_SUITES],
          },
        },
        {
          test: {
            ...shared,
            name: 'seeds',
            include: SEED_SUITES,
            exclude,
            maxWorkers: '100%',
            sequence: { groupOrder: 1 },
          },
        },
        {
          test: {
            ...shared,
            name: 'process',
            include: PROCESS_SUITES,
            exclude: [...exclude, ...POSTGRES_SUITES],
          },
        },
        {
          test: {
            ...shared,
            name: 'postgres',
            include: POSTGRES_SUITES,
            exclude,
            globalSetup: ['test/support/postgres-setup.ts'],
          },
        },
      ],
    },
  };
});
