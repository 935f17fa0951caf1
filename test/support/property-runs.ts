import fc from 'fast-check';

// A law that sets its own numRuns keeps it; vitest.config.ts decides how many cases the others get.
fc.configureGlobal({ numRuns: Number(process.env.JINAQ_PROPERTY_RUNS ?? 100) });
