import { z } from 'zod'

const days = (least: number, usual: number, what: string) =>
  z.number().int().min(least).max(3650).default(usual).describe(`${what}; days, ${least} to 3650`)

/**
 * How many days the store retains each kind of row after it was last written. The least are what the program itself looks
 * back at: flapping is judged by 14 runs, and a run's rule versions are needed as long as its records.
 */
export const Retention = z
  .strictObject({
    runs: days(30, 400, 'Runs with their ledgers, digests and sent messages'),
    records: days(
      14,
      90,
      'What each run answered for each target, what it changed, and what its workers left for each other',
    ),
    snapshots: days(
      1,
      180,
      'What was collected of a cluster, which replay judges again; renewed while it stays the same',
    ),
    findings: days(1, 90, 'Resolved findings: one that comes back within this time is reopened; open ones stay'),
    latency: days(1, 400, 'Round trips between regions, by day'),
  })
  .refine(({ runs, records }) => runs >= records, {
    path: ['runs'],
    message: 'expected at least as many days as records: they name the rule versions of their runs',
  })
export type Retention = z.infer<typeof Retention>

/** Where the fleet file names none. */
export const retentionDays: Retention = Retention.parse({})
