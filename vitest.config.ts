import { defineConfig } from 'vitest/config'

const pure = ['model', 'checks', 'report', 'audit', 'functions', 'api', 'house', 'store-memory', 'fan-out']

/** What takes minutes: engines of the store, whole days of the demonstration, messages, the matrix, schedules, processes. */
const minutes = [
  'test/{store,demo,slack,matrix}/**/*.test.ts',
  'test/api-store/page-cost.test.ts',
  'test/cli/{audits,serve}/**/*.test.ts',
]

export default defineConfig({
  test: {
    // Integration tests wait for sockets and child processes more than they compute.
    maxWorkers: 3,
    reporters: ['default', './test/reporter/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          testTimeout: 30_000,
          include: pure.map((room) => `test/${room}/**/*.test.ts`),
        },
      },
      {
        test: {
          name: 'integration',
          include: ['adapters', 'simulator', 'cli', 'api-store'].map((room) => `test/${room}/**/*.test.ts`),
          exclude: minutes,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'night',
          include: ['test/night/**/*.test.ts', ...minutes],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'attack',
          include: ['test/attack/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          globalSetup: ['test/infra/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          globalSetup: ['test/real/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
