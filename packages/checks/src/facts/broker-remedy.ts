import type { Provider } from '@fleet-auditor/model/provider.ts'

/** The annotation that makes a load balancer internal, by cloud. */
const internalAnnotation: Readonly<Record<Provider, string>> = {
  eks: '"service.beta.kubernetes.io/aws-load-balancer-scheme":"internal","service.beta.kubernetes.io/aws-load-balancer-internal":"true"',
  gke: '"networking.gke.io/load-balancer-type":"Internal"',
  aks: '"service.beta.kubernetes.io/azure-load-balancer-internal":"true"',
  kubeconfig: '"<the annotation that makes it internal on your cloud>":"<value>"',
}

/** How to close the Broker's Service: only the Broker resource holds, since the operator takes back edits of the Service. */
export const closeBrokerCommand = (provider: Provider): string =>
  `kubectl patch brokers.meshery.io meshery-broker --namespace meshery --type merge --patch '{"spec":{"service":{"annotations":{${internalAnnotation[provider]}},"loadBalancerSourceRanges":["<the plane’s egress>/32"]}}}'`
