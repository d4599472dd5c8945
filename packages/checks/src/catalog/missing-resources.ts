import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { fillers, missingQuantities, Quantity, type LimitRangeList } from '../facts/resource-gaps.ts'
import { fail, pass, unknownFrom, type Outcome } from '../outcome.ts'

/** `filledBy`: what fills the gap at admission. */
const Missing = z.strictObject({ missing: z.array(Quantity), filledBy: z.string().optional() })

export const missingResources = defineCheck({
  id: 'missing-resources',
  title: 'A container without CPU and memory requests and limits',
  severity: 'medium',
  ruleVersion: 1,
  group: 'sizing',
  answers: 'Explicit CPU/memory requests and limits set for Server, Operator, MeshSync, and Broker.',
  rule: 'Every container of Server, Operator, MeshSync, Broker and adapters has CPU and memory requests and limits, its own or the pod’s. A LimitRange default, or Autopilot’s, that fills the whole gap makes it low; so does a CPU limit that alone is missing.',
  why: 'The chart sets none. A snapshot that grows with the cluster then takes the node’s memory, and the first to be evicted is the one without a request.',
  source: 'Meshery documentation, Infrastructure, Sizing & Performance',
  evidence: Missing,
  needs: ['workloads'],
  uses: ['limitRanges', 'cloud'],
  evaluate({ workloads, limitRanges, cloud }, { provider }) {
    const autopilot: Section<CloudFacts> | undefined = provider === 'gke' ? cloud : undefined
    const outcomes = workloads.flatMap((workload) =>
      workload.containers
        .filter((container) => !container.init)
        .map((container) => judge(workload, container, limitRanges, autopilot)),
    )
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { missing, filledBy }) =>
    `no ${missing.join(', ')}${filledBy === undefined ? '' : `, filled at admission by ${filledBy}`}`,
  remedy: (subject) => ({
    summary: 'Set requests and limits from measured use; start with the published values of the component.',
    helm: 'helm upgrade meshery meshery/meshery --namespace meshery --set resources.requests.memory=2Gi --set resources.limits.memory=2Gi',
    command: `kubectl set resources ${subject.kind.toLowerCase()} ${subject.name} --namespace ${subject.namespace ?? ''} --containers ${subject.container ?? ''} --requests cpu=<cpu>,memory=<memory> --limits cpu=<cpu>,memory=<memory>`,
  }),
})

function judge(
  workload: Workload,
  container: Container,
  limitRanges: Section<LimitRangeList>,
  autopilot: Section<CloudFacts> | undefined,
): Outcome<z.infer<typeof Missing>> {
  const subject = workloadSubject(workload, { container: container.name })
  const missing = missingQuantities(workload, container)
  if (missing.length === 0) return pass(subject, { missing })
  if (missing.length === 1 && missing[0] === 'limits.cpu') return fail(subject, { missing }, 'low')
  if (limitRanges.status === 'failed') return unknownFrom(limitRanges, subject)
  const filledBy = fillers(workload.namespace, missing, limitRanges.value)
  if (filledBy) return fail(subject, { missing, filledBy }, 'low')
  if (autopilot?.status === 'failed') return unknownFrom(autopilot, subject)
  if (autopilot?.value.autopilot) return fail(subject, { missing, filledBy: 'GKE Autopilot' }, 'low')
  return fail(subject, { missing })
}
