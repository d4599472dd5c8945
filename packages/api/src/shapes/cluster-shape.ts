import { Observation } from '@fleet-auditor/model/observation.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { LedgerRow } from '@fleet-auditor/model/run.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { StoredVerdict, VerdictWord } from '@fleet-auditor/model/verdict.ts'
import { z } from '@hono/zod-openapi'
import { SeverityCount } from './finding-shape.ts'

/** A cluster in lists, as the registry knows it. */
export const ClusterLine = z
  .object({
    key: z.string(),
    id: z.string(),
    name: z.string(),
    locator: z.string(),
    provider: Provider,
    scope: z.string(),
    region: z.string().optional(),
    labels: z.record(z.string(), z.string()),
    planes: z.array(z.string()),
    team: z.string().optional(),
    open: z.number().int(),
    openBySeverity: SeverityCount,
    firstSeen: z.string(),
    goneIn: z.string().optional(),
    links: z.object({ self: z.string(), findings: z.string() }),
  })
  .openapi('ClusterLine')
export type ClusterLine = z.infer<typeof ClusterLine>

export const ClusterList = z
  .object({ clusters: z.array(ClusterLine), next: z.string().optional() })
  .openapi('ClusterList')

const [Pass, Fail, Unknown, NotApplicable] = StoredVerdict.options
const Evidence = z.record(z.string(), z.unknown())
const Answer = z
  .discriminatedUnion('verdict', [
    Pass.omit({ check: true }),
    Fail.omit({ check: true, evidence: true }).extend({ says: z.string(), evidence: Evidence }),
    Unknown.omit({ check: true, evidence: true }).extend({ evidence: Evidence.optional() }),
    NotApplicable.omit({ check: true }),
  ])
  .openapi('Answer')
export type Answer = z.infer<typeof Answer>

const CheckAnswersShape = z.object({
  check: z.string(),
  title: z.string(),
  severity: Severity,
  verdict: VerdictWord,
  answers: z.array(Answer),
})

const NightLine = z.object({
  run: z.string(),
  takenAt: z.string(),
  incarnation: z.number().int(),
  row: LedgerRow,
  /** Verdicts of that night, counted. */
  verdicts: z.partialRecord(VerdictWord, z.number().int()),
})

/** One cluster as it stood on its last night. */
export const ClusterPageShape = ClusterLine.extend({
  incarnation: z.number().int().optional(),
  staleSince: z.string().optional(),
  snapshot: z.object({ takenAt: z.string(), ageMinutes: z.number().int(), hash: z.string().optional() }).optional(),
  lastNight: NightLine.optional(),
  groups: z.array(z.object({ group: z.string(), checks: z.array(CheckAnswersShape) })),
  observations: z.array(Observation),
  history: z.array(NightLine),
}).openapi('Cluster')
export type ClusterPageShape = z.infer<typeof ClusterPageShape>
