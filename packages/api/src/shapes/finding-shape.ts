import { AppliedWaiver } from '@fleet-auditor/model/applied-waiver.ts'
import { ChangeKind, Resolution } from '@fleet-auditor/model/finding.ts'
import { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import { Remedy } from '@fleet-auditor/model/remedy.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { z } from '@hono/zod-openapi'

export const RemedyShape = z.object(Remedy.shape).openapi('Remedy')

/** A finding as every output shows it, with links. */
export const FindingShape = PresentedFinding.omit({ evidence: true, remedy: true })
  .extend({
    remedy: RemedyShape.optional(),
    /** JSON values under the names that the check declares. */
    evidence: z.record(z.string(), z.unknown()),
    links: z.object({ self: z.string(), check: z.string(), cluster: z.string().optional() }),
  })
  .openapi('Finding')
export type FindingShape = z.infer<typeof FindingShape>

const Count = z.number().int()
export const SeverityCount = z.object({
  critical: Count.optional(),
  high: Count.optional(),
  medium: Count.optional(),
  low: Count.optional(),
  info: Count.optional(),
})

/** Open findings of one check, cluster or team. */
export const GroupShape = z
  .object({
    key: z.string(),
    title: z.string(),
    worst: Severity,
    open: Count,
    bySeverity: SeverityCount,
    clusters: Count,
    remedy: RemedyShape.optional(),
    links: z.object({ findings: z.string() }),
  })
  .openapi('FindingGroup')
export type GroupShape = z.infer<typeof GroupShape>

export const FindingList = z
  .object({ findings: z.array(FindingShape), next: z.string().optional() })
  .openapi('FindingList', { description: 'A page may hold fewer than `limit` findings although a next page exists' })

export const GroupList = z
  .object({ groupBy: z.enum(['check', 'cluster', 'team']), groups: z.array(GroupShape), next: z.string().optional() })
  .openapi('FindingGroupList')

const FindingEvent = z
  .object({
    kind: ChangeKind,
    run: z.string(),
    at: z.string(),
    severity: Severity,
    from: Severity.optional(),
    ruleVersion: Count,
    rule: z.boolean().openapi({ description: 'The change came with another rule version, not from the cluster' }),
    resolution: Resolution.optional(),
    waived: z.object(AppliedWaiver.shape).optional().openapi({ description: 'The waiver that accepts it on that day' }),
  })
  .openapi('FindingEvent')

export const FindingPageShape = FindingShape.extend({
  /** What the finding went through, oldest first, by kind; at most the last 20. */
  transitions: z.array(z.string()),
  events: z.array(FindingEvent).openapi({ description: 'The changes whose runs are still stored, oldest first' }),
  earlier: z.array(z.string()).openapi({ description: 'Kinds of the changes before those' }),
  flapping: Count.optional().openapi({
    description: 'How often it opened or was resolved in the last 14 runs of its target, from 3 on',
  }),
  /** Set while its target cannot be read: the finding is as of then. */
  staleSince: z.string().optional(),
}).openapi('FindingWithHistory')

export const exampleFinding: FindingShape = {
  fingerprint: 'b1d5781111d84f7b3fe4',
  check: 'public-broker',
  ruleVersion: 2,
  incarnation: 1,
  provider: 'eks',
  subject: { kind: 'Service', namespace: 'meshery', name: 'meshery-broker' },
  severity: 'critical',
  state: 'open',
  evidence: { port: 4222 },
  openedAt: '2026-11-20T04:00:12Z',
  openedIn: '20261120T040000Z-1f48a50',
  changedAt: '2026-11-20T04:00:12Z',
  changedIn: '20261120T040000Z-1f48a50',
  title: 'The Broker is open to the Internet',
  group: 'networking',
  text: 'port 4222 answered from the Internet',
  remedy: {
    summary: 'Make the Broker a ClusterIP.',
    steps: [
      {
        summary: 'Change the Broker resource.',
        actsOn: { kind: 'kubernetes-object', name: 'Broker meshery-broker', namespace: 'meshery' },
        interrupts: 'The plane reconnects.',
        commands: [
          `kubectl --context orders patch brokers.meshery.io meshery-broker --namespace meshery --type merge --patch '{"spec":{"service":{"type":"ClusterIP"}}}'`,
        ],
      },
    ],
  },
  cluster: 'eks:111122223333:eu-west-1/orders',
  target: {
    kind: 'cluster',
    key: '3f1c9a7e0b52',
    id: 'eks:111122223333:eu-west-1/orders',
    name: 'orders',
    provider: 'eks',
    place: 'eu-west-1',
  },
  team: 'commerce',
  firstSeen: '2026-11-20T04:00:12Z',
  lastSeen: '2026-11-21T04:00:09Z',
  links: {
    self: '/v1/findings/b1d5781111d84f7b3fe4',
    check: '/v1/checks/public-broker',
    cluster: '/v1/clusters/3f1c9a7e0b52',
  },
}

export const exampleFindingLife: z.infer<typeof FindingPageShape> = {
  ...exampleFinding,
  transitions: ['opened'],
  events: [
    {
      kind: 'opened',
      run: '20261120T040000Z-1f48a50',
      at: '2026-11-20T04:00:12Z',
      severity: 'critical',
      ruleVersion: 2,
      rule: false,
    },
  ],
  earlier: [],
}
