import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Remedy } from '../../define.ts'

/** The annotation that makes a load balancer internal, by cloud. */
const internalAnnotation: Readonly<Record<Provider, string>> = {
  eks: '"service.beta.kubernetes.io/aws-load-balancer-scheme":"internal","service.beta.kubernetes.io/aws-load-balancer-internal":"true"',
  gke: '"networking.gke.io/load-balancer-type":"Internal"',
  aks: '"service.beta.kubernetes.io/azure-load-balancer-internal":"true"',
  kubeconfig: '"<the annotation that makes it internal on your cloud>":"<value>"',
}

/** How to close a Service of the Broker's to the Internet; what helps depends on who made it. */
export function closeBroker(subject: Subject, provider: Provider): Remedy {
  const namespace = subject.namespace ?? 'meshery'
  if (subject.name === 'meshery-broker') {
    return {
      summary:
        'A legacy operator always makes a public LoadBalancer and takes edits back: upgrade it to 1.0 or newer, then keep the Broker internal.',
    }
  }
  if (subject.name !== 'meshery-nats') {
    return {
      summary: 'No operator made this Service: close it by itself, or delete it where the operator’s own is enough.',
      command: `kubectl patch service ${subject.name} --namespace ${namespace} --type merge --patch '{"spec":{"type":"ClusterIP"}}'`,
    }
  }
  const patch = (spec: string): string =>
    `kubectl patch brokers.meshery.io meshery-broker --namespace ${namespace} --type merge --patch '{"spec":{"service":{${spec}}}}'`
  return {
    summary: `Change the Broker resource (in Meshery’s settings, where those manage it): the operator takes back edits of the Service. Either make the load balancer internal, or limit it to the plane’s egress; an internal one never sees that egress, so not both.${moves[provider] ?? ''}`,
    command: [
      `${patch(`"type":"LoadBalancer","annotations":{${internalAnnotation[provider]}}`)}   # internal`,
      `${patch('"type":"LoadBalancer","loadBalancerSourceRanges":["<the plane’s egress>/32"]')}   # or limited`,
    ].join('\n'),
  }
}

/** What an annotation does not do to a load balancer that is there (cloud-provider-aws, kubernetes issue 95042). */
const moves: Partial<Record<Provider, string>> = {
  eks: ' The in-tree AWS controller never moves an existing load balancer: there only source ranges close it, or a Service that is made anew; a change of type can leave the old one behind.',
  gke: ' The load balancer is made anew, with another address that the plane must learn.',
}
