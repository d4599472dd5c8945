import type { Component } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { fail, notApplicable, nothingHere, pass } from '../outcome.ts'
import { discoveryMode, otherMode } from './discovery-mode.ts'
import { ofComponent } from './meshery.ts'

/** A part that an Operator makes: a custom resource, and the workload that runs it. */
interface Part {
  readonly id: string
  readonly component: Component
  /** Kind of its custom resource. */
  readonly kind: 'Broker' | 'MeshSync'
  readonly resources: 'brokers' | 'meshSyncs'
  readonly workload: string
  readonly why: string
}

const Lacking = z.strictObject({ lacking: z.array(z.string()), operator: z.string() })
const Found = z.strictObject({ resources: z.number().int(), workload: z.string() })

/** The check of one part: whether an Operator's Broker or MeshSync lacks its custom resource or its workload. */
export const missingPart = ({ id, component, kind, resources, workload, why }: Part) =>
  defineCheck({
    id,
    title: `An Operator without its ${kind}`,
    severity: 'high',
    ruleVersion: 3,
    group: 'deployment',
    answers: 'One Operator/MeshSync/Broker per managed cluster (or embedded mode chosen deliberately).',
    rule: `Operator mode, an Operator is there, and the ${kind} resource or its workload is not, in either generation’s names and API group. Unknown where there are traces of Meshery and no workload of it is recognised.`,
    why,
    source: 'Meshery documentation, Deployment Models: one Operator, MeshSync and Broker per managed cluster',
    evidence: Lacking,
    passEvidence: Found,
    needs: ['workloads', 'brokers', 'meshSyncs'],
    uses: [],
    evaluate(input, { planes }) {
      const mode = discoveryMode(input.workloads, [...input.brokers, ...input.meshSyncs], planes)
      if (mode.mode !== 'operator') return [otherMode(mode)]
      if (kind === 'Broker' && input.meshSyncs.some(({ customBroker }) => customBroker)) {
        return [notApplicable('MeshSync publishes to a broker of its own (spec.broker.custom.url)')]
      }
      const operator = ofComponent(input.workloads, 'operator')[0]
      const resourced = input.brokers.length + input.meshSyncs.length > 0
      if (!operator) return [(resourced ? notApplicable : nothingHere)('no Operator is there (see missing-operator)')]
      const subject = { kind, namespace: operator.namespace, name: `meshery-${component}` }
      const count = input[resources].length
      const [running] = ofComponent(input.workloads, component)
      if (count > 0 && running) return [pass(subject, { resources: count, workload: running.name })]
      const lacking: string[] = []
      if (count === 0) lacking.push('custom resource')
      if (!running) lacking.push(`workload (${workload})`)
      return [fail(subject, { lacking, operator: operator.name })]
    },
    describe: (_, { lacking }) => `the Operator is there without the ${kind}’s ${lacking.join(' and ')}`,
    remedy: () => ({
      summary:
        'Reconnect the cluster in Meshery, which makes it again where a Server manages the Operator; else reinstall the chart with its custom resources.',
      helm: 'helm list --all-namespaces | grep meshery   # nothing: helm install meshery-operator meshery/meshery-operator --namespace meshery --create-namespace; as a part of release meshery, upgrade that one',
    }),
  })
