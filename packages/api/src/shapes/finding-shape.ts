import { Finding } from '@fleet-auditor/model/finding.ts'
import { Target } from '@fleet-auditor/model/target.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { z } from '@hono/zod-openapi'

export const RemedyShape = z
  .object({ summary: z.string(), helm: z.string().optional(), command: z.string().optional() })
  .openapi('Remedy')

/** A finding, worded: `says` is what was found, `remedy` what to do on its provider. */
export const WordedFinding = Finding.omit({ evidence: true, material: true })
  .extend({
    title: z.string(),
    group: z.string().optional(),
    says: z.string(),
    remedy: RemedyShape.optional(),
    /** Id of the cluster; `plane <name>` or `fleet` for what belongs to none. */
    cluster: z.string(),
    target: Target,
    /** JSON values under the names that the check declares. */
    evidence: z.record(z.string(), z.unknown()),
    waived: z.object({ owner: z.string(), reason: z.string(), expires: z.string() }).optional(),
    links: z.object({ self: z.string(), check: z.string(), cluster: z.string().optional() }),
  })
  .openapi('Finding')
export type WordedFinding = z.infer<typeof WordedFinding>

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
  .object({ findings: z.array(WordedFinding), next: z.string().optional() })
  .openapi('FindingList', { description: 'May hold fewer than `limit` and yet have a next page' })

export const GroupList = z
  .object({ groupBy: z.enum(['check', 'cluster', 'team']), groups: z.array(GroupShape), next: z.string().optional() })
  .openapi('FindingGroupList')

export const FindingPageShape = WordedFinding.extend({
  /** What it went through, oldest first. */
  transitions: z.array(z.string()),
  /** Set while its cluster cannot be read: as of then. */
  staleSince: z.string().optional(),
}).openapi('FindingWithHistory')
