import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { CloudProvider } from '@fleet-auditor/model/provider.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { daysUntil, supportEnds, type SupportEnds } from '../facts/support-calendar.ts'
import { action, fail, notApplicable, pass, unknown, unknownFrom } from '../outcome.ts'
import { upgradeKubernetes } from '../remedies/upgrade-kubernetes.ts'

const Support = z.strictObject({ version: z.string(), standardUntil: z.string() })

/**
 * What a control plane costs in extended support, against standard support: EKS and GKE 0.60 against 0.10 dollars an hour;
 * AKS the same, for the Premium tier that LTS takes against the Standard tier. Price pages of November 2026.
 */
const priceFactor = 6

export const unsupportedKubernetes = defineCheck({
  id: 'unsupported-kubernetes',
  title: 'Support for this Kubernetes version has ended or ends soon',
  severity: 'medium',
  ruleVersion: 3,
  group: 'multi-cluster',
  answers: ['upgrade-procedure'],
  rule: 'Standard support of the control plane’s minor version has ended or ends within 60 days (threshold supportEndsDays). Dates: EKS by its API, else a bundled calendar that is not believed past its own date; the version is the API server’s where a kubeconfig context leads to a cluster of a cloud. Low where the cluster pays for extended support (or AKS LTS) that still runs; high where that has ended too.',
  why: 'An unsupported control plane gets no fixes, and clouds upgrade it on a day of their own choosing. Extended support costs about six times the standard price of a control plane, and on EKS it is what a cluster gets unless its upgrade policy is STANDARD.',
  source: 'Release calendars of EKS, GKE and AKS',
  evidence: Support.extend({
    /** Zero on the last day; below zero once it has ended. */
    daysLeft: z.number().int(),
    ended: z.boolean(),
    /** Whether extended support is paid for; null where the cloud was not asked. */
    extended: z.boolean().nullable(),
    extendedUntil: z.string().nullable(),
  }),
  passEvidence: Support,
  material: ['version', 'standardUntil'],
  needs: [],
  uses: ['cloud', 'apiServer'],
  evaluate({ cloud, apiServer }, context) {
    const { cluster, provider, takenAt, thresholds } = context
    if (provider === 'kubeconfig') return [notApplicable('not known to be a cluster of EKS, GKE or AKS')]
    const subject = clusterSubject(cluster.id)
    const running = versionOf(cloud, apiServer, context)
    if (running.status === 'failed') return [unknownFrom(running, subject)]
    const { version, support } = running.value
    if (!version) return [unknown('malformed', 'the cloud named no Kubernetes version', { subject })]
    const ends = endsOf(support, provider, version, takenAt)
    if (ends === 'outdated') {
      if (support?.unread) return [unknownFrom(support.unread, subject)]
      const detail = `no calendar has the end of support of ${version}`
      return [unknown('outdated', detail, { subject, grant: action('update the auditor') })]
    }
    const daysLeft = daysUntil(ends.standard, takenAt)
    const standardUntil = ends.standard === longAgo ? 'long ago' : ends.standard
    if (daysLeft > thresholds.supportEndsDays) return [pass(subject, { version, standardUntil })]
    const extended = support?.extended ?? null
    const extendedUntil = ends.extended ?? null
    const evidence = { version, standardUntil, daysLeft, extended, extendedUntil }
    return [fail(subject, { ...evidence, ended: daysLeft < 0 }, severityOf(ends, extended, takenAt))]
  },
  describe: (_, { version, standardUntil, ended, extended, extendedUntil }) => {
    const ends = ended ? `ended ${standardUntil}` : `ends on ${standardUntil}`
    const until = extendedUntil ? ` until ${extendedUntil}` : ''
    const paid = extended ? `; extended support is paid for${until}, at ${priceFactor} times the standard price` : ''
    const unread = extended === null ? '; whether extended support is paid for was not read' : ''
    return `standard support of ${version} ${ends}${paid}${unread}`
  },
  remedy: (_, evidence, where) => upgradeKubernetes(where, evidence?.version),
})

/** Stands for an end before the calendar begins, of standard and of extended support. */
const longAgo = '1970-01-01'

type Running = Partial<Pick<CloudFacts, 'version' | 'support'>>

/** A kubeconfig context has no cloud facts; there the API server itself names its version. */
function versionOf(
  cloud: Section<CloudFacts>,
  apiServer: Section<SectionValue<'apiServer'>>,
  { cluster }: ClusterContext,
): Section<Running> {
  if (cloud.status === 'collected' || cluster.provider !== 'kubeconfig') return cloud
  if (apiServer.status === 'failed') return apiServer
  return { ...apiServer, value: { version: apiServer.value.gitVersion } }
}

function endsOf(
  support: CloudFacts['support'] | undefined,
  provider: CloudProvider,
  version: string,
  takenAt: string,
): SupportEnds | 'outdated' {
  const ends = supportEnds(provider, version, takenAt)
  if (support?.standardUntil) {
    const extended = support.extendedUntil ?? (typeof ends === 'string' ? undefined : ends.extended)
    return { standard: support.standardUntil, extended }
  }
  return ends === 'too-old' ? { standard: longAgo, extended: longAgo } : ends
}

function severityOf({ extended: until }: SupportEnds, extended: boolean | null, takenAt: string): Severity {
  if (until !== undefined && daysUntil(until, takenAt) < 0) return 'high'
  return extended ? 'low' : 'medium'
}
