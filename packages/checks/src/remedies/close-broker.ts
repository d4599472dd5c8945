import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { gitStep } from './git-step.ts'
import { inNamespace, objectWord, patchStep, readStep } from './kubernetes-step.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { resourceChange } from './resource-change.ts'
import { ask, type Word } from './shell-command.ts'
import { upgradeOperator } from './upgrade-operator.ts'

/** How to close a Service of the Broker's to the Internet; what helps depends on who made it. */
export function closeBroker(where: RemedyContext, subject: Subject): Remedy {
  if (subject.name === 'meshery-broker') return upgradeOperator(where, subject)
  const made = where.managedBy?.tool ?? (subject.name === 'meshery-nats' ? 'operator' : 'none')
  if (subject.name !== 'meshery-nats' && made !== 'operator') return closeService(where, subject)
  const change = (summary: string, service: Word): Pick<Remedy, 'steps' | 'alternatives'> =>
    resourceChange(where, { kind: 'Broker', namespace: subject.namespace, summary, spec: service, interrupts: relearn })
  const ways = [
    {
      summary: 'Where every plane is in this cluster, or has its managed port-forward: no way in from outside',
      ...change('Make it a ClusterIP.', clusterIP),
    },
    {
      summary: 'Where the plane is in the same network: an internal load balancer',
      ...change('Make the load balancer internal.', internal(where.provider)),
    },
  ]
  return {
    summary: `Change the Broker resource: the operator takes back edits of the Service. Limit it to the plane’s egress, or make it internal, or a ClusterIP; an internal load balancer never sees that egress, so not both.${moves[where.provider] ?? ''}`,
    steps: change('Limit the load balancer to the addresses that the plane comes from.', limited).steps,
    alternatives: ways.map(({ summary, steps }) => ({ summary, steps })),
  }
}

const relearn =
  'The plane reconnects, and where the address changes has to learn it. A Server that uses the address loses discovery meanwhile.'

export const planeEgress = ask('PLANE_EGRESS', 'the range that the plane connects from, for instance 198.51.100.7/32')

export const limited: Word = ['"service":{"type":"LoadBalancer","loadBalancerSourceRanges":["', planeEgress, '"]}']

export const clusterIP =
  '"service":{"type":"ClusterIP","annotations":null,"loadBalancerClass":null,"loadBalancerSourceRanges":null}'

/** The annotation that makes a load balancer internal, by cloud. */
const internalAnnotation: Readonly<Record<Provider, Word>> = {
  eks: '"service.beta.kubernetes.io/aws-load-balancer-scheme":"internal","service.beta.kubernetes.io/aws-load-balancer-internal":"true"',
  gke: '"networking.gke.io/load-balancer-type":"Internal"',
  aks: '"service.beta.kubernetes.io/azure-load-balancer-internal":"true"',
  kubeconfig: ['"', ask('INTERNAL_ANNOTATION', 'the annotation that makes a load balancer internal here'), '":"true"'],
}

const internal = (provider: Provider): Word => {
  const annotation = internalAnnotation[provider]
  const parts = typeof annotation === 'string' || 'variable' in annotation ? [annotation] : annotation
  return ['"service":{"type":"LoadBalancer","annotations":{', ...parts, '},"loadBalancerSourceRanges":null}']
}

/** What an annotation does not do to a load balancer that is there (cloud-provider-aws, kubernetes issue 95042). */
const moves: Partial<Record<Provider, string>> = {
  eks: ' The in-tree AWS controller never moves an existing load balancer: there only source ranges close it, or a Service that replaces it; a change of type can leave the old one behind.',
  gke: ' An internal load balancer is replaced: the new one has another address, which the plane must learn.',
}

/** Fields that a ClusterIP may not have are withdrawn with the type. */
const closed =
  '{"spec":{"type":"ClusterIP","externalIPs":null,"loadBalancerClass":null,"loadBalancerSourceRanges":null}}'

function closeService(where: RemedyContext, subject: Subject): Remedy {
  const manager = where.managedBy
  const summary = 'No operator made this Service: close it by itself, or delete it where the operator’s own is enough.'
  if (manager?.tool === 'argo-cd' || manager?.tool === 'flux') {
    return { summary, steps: [gitStep(where, manager, `type ClusterIP of the Service ${subject.name}`)] }
  }
  return { summary, steps: closeServiceSteps(where, subject) }
}

export const closeServiceSteps = (where: RemedyContext, subject: Subject): RemedyStep[] => [
  readStep(
    'Save the Service as it is: its type and addresses are the way back.',
    kubectl(where, 'get', objectWord(subject), ...inNamespace(subject), '--output', 'yaml'),
  ),
  patchStep(where, {
    summary: 'Make the Service a ClusterIP.',
    subject,
    resource: 'service',
    patch: closed,
    interrupts: 'Clients outside the cluster lose their way in, and the load balancer with its address goes away.',
  }),
]
