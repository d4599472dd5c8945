import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { supportEnd, type SupportEnd } from '../facts/support-calendar.ts'
import { action, fail, notApplicable, pass, unknown, unknownFrom } from '../outcome.ts'

const Support = z.strictObject({ version: z.string(), standardUntil: z.string() })

const dayMs = 24 * 3600 * 1000

export const unsupportedKubernetes = defineCheck({
  id: 'unsupported-kubernetes',
  title: 'The cloud no longer supports this Kubernetes version, or soon will not',
  severity: 'medium',
  ruleVersion: 1,
  group: 'multi-cluster',
  answers: 'Upgrade procedure uses `values-upgrade.yaml`; `stable` release channel.',
  rule: 'Standard support of the control plane’s minor version has ended or ends within 60 days (threshold supportEndsDays). Dates: EKS by its API, GKE and AKS by a bundled calendar that is not believed past its own date. Low where the cluster pays for extended support that still runs.',
  why: 'An unsupported control plane gets no fixes, and clouds upgrade it on a day of their own choosing.',
  source: 'Release calendars of EKS, GKE and AKS',
  evidence: Support.extend({ daysLeft: z.number().int(), extended: z.boolean() }),
  passEvidence: Support,
  material: ['version', 'standardUntil'],
  needs: ['cloud'],
  uses: [],
  evaluate({ cloud }, { cluster, provider, takenAt, thresholds }) {
    if (provider === 'kubeconfig') return [notApplicable('not known to be a cluster of EKS, GKE or AKS')]
    const subject = clusterSubject(cluster.id)
    const { version } = cloud
    if (!version) return [unknown('malformed', 'the cloud named no Kubernetes version', { subject })]
    if (cloud.support.unread) return [unknownFrom(cloud.support.unread, subject)]
    const end = endOf(cloud, provider, version, takenAt)
    if (end === 'outdated') {
      const detail = `no calendar has the end of support of ${version}`
      return [unknown('outdated', detail, { subject, grant: action('update the auditor') })]
    }
    const until = end === 'too-old' ? 'long ago' : end.until
    const daysLeft = end === 'too-old' ? 0 : (Date.parse(end.until) - Date.parse(takenAt)) / dayMs
    if (daysLeft > thresholds.supportEndsDays) return [pass(subject, { version, standardUntil: until })]
    const evidence = { version, standardUntil: until, daysLeft: Math.floor(daysLeft), extended: cloud.support.extended }
    return [fail(subject, evidence, extendedRuns(cloud, takenAt) ? 'low' : 'medium')]
  },
  describe: (_, { version, standardUntil, daysLeft, extended }) => {
    const ends = daysLeft > 0 ? `ends on ${standardUntil}` : `ended ${standardUntil}`
    return `standard support of ${version} ${ends}${extended ? '; extended support is paid for' : ''}`
  },
  remedy: (_, __, provider) => ({
    summary: 'Upgrade the control plane one minor version at a time, then the nodes.',
    command: commands[provider] || undefined,
  }),
})

function endOf(
  cloud: CloudFacts,
  provider: Exclude<Provider, 'kubeconfig'>,
  version: string,
  takenAt: string,
): SupportEnd {
  return cloud.support.standardUntil ? { until: cloud.support.standardUntil } : supportEnd(provider, version, takenAt)
}

const extendedRuns = ({ support }: CloudFacts, takenAt: string): boolean =>
  support.extended && (support.extendedUntil === undefined || support.extendedUntil > takenAt)

const commands: Partial<Record<Provider, string>> = {
  eks: 'aws eks update-cluster-version --name <cluster> --kubernetes-version <next>',
  gke: 'gcloud container clusters upgrade <cluster> --master --cluster-version <next>',
  aks: 'az aks upgrade --resource-group <group> --name <cluster> --kubernetes-version <next>',
}
