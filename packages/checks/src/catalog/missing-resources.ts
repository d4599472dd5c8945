import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import { Component, type Container, type Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { fillers, missingQuantities, Quantity, type LimitRangeList } from '../facts/resource-gaps.ts'
import { fail, pass, unknownFrom, type Outcome } from '../outcome.ts'
import { setResources } from '../remedies/set-resources.ts'

/** `filledBy`: what fills the gap at admission. */
const Missing = z.strictObject({ missing: z.array(Quantity), component: Component, filledBy: z.string().optional() })

export const missingResources = defineCheck({
  id: 'missing-resources',
  title: 'A container without CPU and memory requests and limits',
  severity: 'medium',
  ruleVersion: 3,
  group: 'sizing',
  answers: ['resources', 'caveat-chart-defaults'],
  rule: 'Every container of Server, Operator, MeshSync, Broker and adapters has CPU and memory requests and limits, its own or the pod’s; so has every init container that runs as long as its pod. A LimitRange default, or Autopilot’s, that fills the whole gap makes it low; so does a CPU limit that alone is missing. Info for MeshSync and the Broker, whose values the operator owns.',
  why: 'The chart sets none. A snapshot that grows with the cluster then takes the node’s memory, and the first to be evicted is the one without a request.',
  source: 'Meshery documentation, Infrastructure, Sizing & Performance',
  evidence: Missing,
  material: ['missing', 'filledBy'],
  needs: ['workloads'],
  uses: ['limitRanges', 'cloud'],
  evaluate({ workloads, limitRanges, cloud }, { provider }) {
    const autopilot: Section<CloudFacts> | undefined = provider === 'gke' ? cloud : undefined
    const outcomes = workloads.flatMap((workload) =>
      workload.containers
        .filter(({ init, sidecar }) => !init || sidecar)
        .map((container) => judge(workload, container, limitRanges, autopilot)),
    )
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { missing, filledBy }) =>
    `no ${missing.join(', ')}${filledBy === undefined ? '' : `, filled at admission by ${filledBy}`}`,
  remedy: (subject, evidence, where) =>
    evidence && madeByOperator(evidence.component) ? leftToOperator : setResources(where, subject, evidence?.component),
})

/** The operator makes these workloads from a template that offers no field for resources (meshery.md §1.3, §1.4). */
const madeByOperator = (component: Component): boolean => component === 'broker' || component === 'meshsync'

const leftToOperator: Remedy = {
  summary:
    'The operator sets them and takes other values back: upgrade an operator older than 1.0, the first that sets all of them.',
  steps: [
    {
      summary: 'In Meshery: upgrade the Server, then Settings, Operator: off and on again.',
      actsOn: { kind: 'meshery-settings', name: 'Operator' },
      interrupts: 'Discovery of this cluster stops until the new Broker is connected.',
      commands: [],
    },
  ],
}

function judge(
  workload: Workload,
  container: Container,
  limitRanges: Section<LimitRangeList>,
  autopilot: Section<CloudFacts> | undefined,
): Outcome<z.infer<typeof Missing>> {
  const subject = workloadSubject(workload, { container: container.name })
  const { component } = workload
  const missing = missingQuantities(workload, container)
  const evidence = { missing, component }
  if (missing.length === 0) return pass(subject, evidence)
  if (madeByOperator(component)) return fail(subject, evidence, 'info')
  if (missing.length === 1 && missing[0] === 'limits.cpu') return fail(subject, evidence, 'low')
  if (limitRanges.status === 'failed') return unknownFrom(limitRanges, subject)
  const filledBy = fillers(workload.namespace, missing, limitRanges.value)
  if (filledBy) return fail(subject, { ...evidence, filledBy }, 'low')
  if (autopilot?.status === 'failed') return unknownFrom(autopilot, subject)
  if (autopilot?.value.autopilot) return fail(subject, { ...evidence, filledBy: 'GKE Autopilot' }, 'low')
  return fail(subject, evidence)
}
