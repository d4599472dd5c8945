import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { Component, type Container, type Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck, type Remedy } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { helmUpgrade } from '../facts/remedies/helm-upgrade.ts'
import { fillers, missingQuantities, Quantity, type LimitRangeList } from '../facts/resource-gaps.ts'
import { fail, pass, unknownFrom, type Outcome } from '../outcome.ts'

/** `filledBy`: what fills the gap at admission. */
const Missing = z.strictObject({ missing: z.array(Quantity), component: Component, filledBy: z.string().optional() })

export const missingResources = defineCheck({
  id: 'missing-resources',
  title: 'A container without CPU and memory requests and limits',
  severity: 'medium',
  ruleVersion: 3,
  group: 'sizing',
  answers: 'Explicit CPU/memory requests and limits set for Server, Operator, MeshSync, and Broker.',
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
  remedy: (subject, evidence) => remedyOf(subject, evidence?.component),
})

function remedyOf(subject: Subject, component: Component | undefined): Remedy {
  if (component === 'server') {
    return {
      summary:
        'Set requests and limits from measured use; 2 GiB is the published starting point of the Server. Where Argo CD or Flux owns the release, change it in Git.',
      helm: helmUpgrade(
        subject,
        'resources.requests.memory=2Gi',
        'resources.limits.memory=2Gi',
        'resources.requests.cpu=<cpu>',
      ),
    }
  }
  if (component !== undefined && madeByOperator(component)) {
    return {
      summary:
        'The operator sets them and takes other values back: an operator of 1.0 or newer sets all of them, so upgrade an older one.',
    }
  }
  return {
    summary: 'Set requests and limits from measured use. The pods restart.',
    command: `kubectl set resources ${subject.kind.toLowerCase()} ${subject.name} --namespace ${subject.namespace ?? ''} --containers ${subject.container ?? ''} --requests cpu=<cpu>,memory=<memory> --limits cpu=<cpu>,memory=<memory>`,
  }
}

/** The operator makes these workloads from a template that offers no field for resources (meshery.md §1.3, §1.4). */
const madeByOperator = (component: Component): boolean => component === 'broker' || component === 'meshsync'

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
