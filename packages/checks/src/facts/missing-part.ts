import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Component } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { fail, notApplicable, nothingHere, pass } from '../outcome.ts'
import { reconnectOr } from '../remedies/install-operator.ts'
import { actsOnObject, applied, readStep } from '../remedies/kubernetes-step.ts'
import { kubectl, type RemedyContext } from '../remedies/remedy-context.ts'
import { shellCommand } from '../remedies/shell-command.ts'
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

const customResource = 'custom resource'

function makeAgain(
  { kind, component }: Pick<Part, 'kind' | 'component'>,
  lacking: readonly string[] | undefined,
  where: RemedyContext,
): Remedy {
  const log = kubectl(where, 'logs', 'deployment/meshery-operator', '--namespace', 'meshery', '--tail', '200')
  const step =
    lacking?.includes(customResource) === false
      ? readStep('Its resource is there: the Operator’s log shows why it makes nothing of it.', log)
      : createStep(where, { kind, namespace: 'meshery', name: `meshery-${component}` })
  return {
    summary:
      'Reconnect the cluster in Meshery, which makes it again where a Server manages the Operator; else make its resource, of which the Operator makes the rest.',
    ...reconnectOr(where, [step]),
  }
}

/** As the chart makes it, with nothing of its own. */
function createStep(
  where: RemedyContext,
  { kind, namespace, name }: Subject & { readonly kind: Part['kind'] },
): RemedyStep {
  const native = { native: { name: 'meshery-broker', namespace } }
  const manifest = JSON.stringify({
    apiVersion: 'meshery.io/v1alpha2',
    kind,
    metadata: { name, namespace },
    spec: kind === 'Broker' ? { size: 1 } : { size: 1, broker: native },
  })
  const apply = (...more: readonly string[]): string => applied(where, shellCommand('printf', '%s', manifest), ...more)
  return {
    summary: `Make the ${kind} resource. Where a release holds it (see above), upgrade the release to its own version instead, which makes it again.${kind === 'MeshSync' ? ' Its default watch-list has Secrets on it: see secrets-in-discovery.' : ''}`,
    actsOn: actsOnObject({ kind, namespace, name }),
    dryRun: [apply('--dry-run=server')],
    commands: [apply()],
    undo: [
      kubectl(where, 'delete', `${kind.toLowerCase()}s.meshery.io/${name}`, '--namespace', namespace ?? 'meshery'),
    ],
  }
}

/** The check of one part: whether an Operator's Broker or MeshSync lacks its custom resource or its workload. */
export const missingPart = ({ id, component, kind, resources, workload, why }: Part) =>
  defineCheck({
    id,
    title: `An Operator without its ${kind}`,
    severity: 'high',
    ruleVersion: 3,
    group: 'deployment',
    answers: ['one-operator', kind === 'Broker' ? 'component-broker' : 'component-meshsync'],
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
      if (count === 0) lacking.push(customResource)
      if (!running) lacking.push(`workload (${workload})`)
      return [fail(subject, { lacking, operator: operator.name })]
    },
    describe: (_, { lacking }) => `the Operator is there without the ${kind}’s ${lacking.join(' and ')}`,
    remedy: (_, evidence, where) => makeAgain({ kind, component }, evidence?.lacking, where),
  })
