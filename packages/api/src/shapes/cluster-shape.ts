import { Observation } from '@fleet-auditor/model/observation.ts'
import { Presence } from '@fleet-auditor/model/presence.ts'
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
    presence: Presence.optional().openapi({
      description: 'Whether Meshery was in it at the last look; absent: no run has looked since this is stored',
    }),
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
    Fail.omit({ check: true, evidence: true }).extend({ text: z.string(), evidence: Evidence }),
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

const RecordLine = z.object({
  run: z.string(),
  takenAt: z.string(),
  incarnation: z.number().int(),
  row: LedgerRow,
  /** Verdicts of that run, counted. */
  verdicts: z.partialRecord(VerdictWord, z.number().int()),
})

/** One cluster with its latest verdicts. */
export const ClusterPageShape = ClusterLine.extend({
  incarnation: z.number().int().optional(),
  staleSince: z.string().optional(),
  snapshot: z.object({ takenAt: z.string(), ageMinutes: z.number().int(), hash: z.string().optional() }).optional(),
  lastRecord: RecordLine.optional(),
  groups: z.array(z.object({ group: z.string(), checks: z.array(CheckAnswersShape) })),
  observations: z.array(Observation),
  history: z.array(RecordLine),
}).openapi('Cluster')
export type ClusterPageShape = z.infer<typeof ClusterPageShape>

export const exampleCluster: ClusterLine = {
  key: '3f1c9a7e0b52',
  id: 'eks:111122223333:eu-west-1/orders',
  name: 'orders',
  locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/orders',
  provider: 'eks',
  scope: 'aws:111122223333:eu-west-1',
  region: 'eu-west-1',
  labels: { team: 'commerce' },
  planes: ['meshery-eu'],
  team: 'commerce',
  presence: 'found',
  open: 1,
  openBySeverity: { critical: 1 },
  firstSeen: '2026-11-20T04:00:12Z',
  links: { self: '/v1/clusters/3f1c9a7e0b52', findings: '/v1/findings?state=open&cluster=3f1c9a7e0b52' },
}

const exampleRecord: z.infer<typeof RecordLine> = {
  run: '20261121T040000Z-9c56cc5',
  takenAt: '2026-11-21T04:00:09Z',
  incarnation: 1,
  row: { id: 'eks:111122223333:eu-west-1/orders', kind: 'cluster', outcome: 'audited' },
  verdicts: { pass: 24, fail: 1, unknown: 3 },
}

export const exampleClusterPage: ClusterPageShape = {
  ...exampleCluster,
  incarnation: 1,
  snapshot: { takenAt: '2026-11-21T04:00:09Z', ageMinutes: 252, hash: '6b1f0c3d2a9e' },
  lastRecord: exampleRecord,
  groups: [
    {
      group: 'networking',
      checks: [
        {
          check: 'public-broker',
          title: 'The Broker is open to the Internet',
          severity: 'critical',
          verdict: 'fail',
          answers: [
            {
              ruleVersion: 2,
              verdict: 'fail',
              severity: 'critical',
              subject: { kind: 'Service', namespace: 'meshery', name: 'meshery-broker' },
              text: 'port 4222 answered from the Internet',
              evidence: { port: 4222 },
            },
          ],
        },
      ],
    },
  ],
  observations: [],
  history: [exampleRecord],
}
