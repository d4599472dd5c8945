import type { Head, NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { z } from 'zod'

/** HEAD of a target: the commit. Every run reads and writes it, so it goes past the toolbox, whose checks cost as much as a tenth of the request. */
export const HeadRow = z.object({
  incarnation: z.number(),
  run: z.string(),
  takenAt: z.string(),
  version: z.string(),
  stateVersion: z.string(),
  ruleSet: z.string(),
  projected: z.boolean(),
  snapshotHash: z.string().optional(),
  snapshotUntil: z.number().optional(),
  open: z.number(),
  staleSince: z.string().optional(),
  neverRead: z.boolean().optional(),
  uid: z.string().optional(),
  life: z.string().optional(),
})
export type HeadRow = Readonly<z.infer<typeof HeadRow>>

type Recorded = Pick<
  Head,
  'incarnation' | 'run' | 'takenAt' | 'ruleSet' | 'snapshotHash' | 'staleSince' | 'neverRead' | 'uid' | 'life'
>

/** What HEAD repeats of the record that it commits. */
export const recordedIn = (record: NewRecord): Recorded => ({
  incarnation: record.incarnation,
  run: record.run,
  takenAt: record.takenAt,
  ruleSet: record.ruleSet,
  snapshotHash: record.snapshot?.hash,
  staleSince: record.staleSince,
  neverRead: record.neverRead,
  uid: record.uid,
  life: record.life,
})

export const openIn = (findings: readonly Finding[]): number => findings.filter(({ state }) => state === 'open').length
