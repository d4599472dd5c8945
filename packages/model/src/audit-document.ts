import { z } from 'zod'
import { Change } from './finding.ts'
import { Observation } from './observation.ts'
import { Presence } from './presence.ts'
import { PresentedFinding } from './presented-finding.ts'
import { Provider } from './provider.ts'
import { LedgerRow, Run } from './run.ts'
import { Failed } from './section.ts'
import { Counters } from './snapshot.ts'
import { VerdictOfCluster } from './verdict.ts'

/** One cluster of a run, as documents and tables show it. */
export const AuditedCluster = z.object({
  id: z.string(),
  key: z.string(),
  locator: z.string(),
  provider: Provider,
  region: z.string().optional(),
  scope: z.string(),
  planes: z.array(z.string()),
  /** The team that it belongs to. */
  team: z.string().optional(),
  row: LedgerRow,
  takenAt: z.string(),
  staleSince: z.string().optional(),
  version: z.string().optional(),
  /** Whether Meshery is in it. Absent: the cluster was not judged. */
  presence: Presence.optional(),
  /** Sections that could not be read. */
  failedSections: z.record(z.string(), Failed),
  observations: z.array(Observation),
  counters: Counters.optional(),
})
export type AuditedCluster = z.infer<typeof AuditedCluster>

/** `cluster`: the id of the cluster; `fleet` for verdicts and findings about the fleet. */
const Of = { cluster: z.string() }

/** The one document of `--format json`; `schema` names its version. */
export const AuditDocument = z.object({
  schema: z.literal('urn:fleet-auditor:audit:v1'),
  run: Run,
  clusters: z.array(AuditedCluster),
  verdicts: z.array(VerdictOfCluster),
  findings: z.array(PresentedFinding),
  changes: z.array(Change.extend(Of)),
})
export type AuditDocument = z.infer<typeof AuditDocument>
