import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'

/** Where a Service's load balancer stands by its spec, before any source range. */
interface Scheme {
  readonly scheme: 'public' | 'internal' | 'unsure'
  readonly because: string
}

const is = (scheme: Scheme['scheme'], because: string): Scheme => ({ scheme, because })

/**
 * The scheme that this cloud's controllers give a Service of type LoadBalancer. Another cloud's annotation means
 * nothing here, and one set to "false" is none.
 */
export function loadBalancerScheme(service: ServiceFacts, provider: Provider): Scheme {
  switch (provider) {
    case 'eks':
      return eksScheme(service)
    case 'gke':
      return gkeScheme(service)
    case 'aks':
      return aksScheme(service)
    case 'kubeconfig':
      return is('unsure', 'type LoadBalancer, and no cloud is known whose controller made it')
  }
}

const aws = 'service.beta.kubernetes.io/aws-load-balancer-'

/** What Go's strconv.ParseBool takes. */
const goTrue = ['1', 't', 'T', 'true', 'TRUE', 'True']
const goFalse = ['0', 'f', 'F', 'false', 'FALSE', 'False']

/** Whether the AWS Load Balancer Controller (or EKS Auto Mode) makes it: there the default is internal. */
export const ofAwsController = (service: ServiceFacts): boolean =>
  ['service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'].includes(service.loadBalancerClass ?? '') ||
  ['external', 'nlb-ip'].includes(service.annotations[`${aws}type`] ?? '')

function eksScheme(service: ServiceFacts): Scheme {
  const scheme = service.annotations[`${aws}scheme`]
  const internal = service.annotations[`${aws}internal`]
  if (ofAwsController(service)) {
    if (scheme === 'internet-facing') return is('public', 'aws-load-balancer-scheme: internet-facing')
    if (scheme === 'internal') return is('internal', 'aws-load-balancer-scheme: internal')
    // The controller reads the older annotation as a Go boolean, and refuses to go on with anything else.
    if (scheme === undefined && internal !== undefined && goTrue.includes(internal)) {
      return is('internal', `aws-load-balancer-internal: ${internal}`)
    }
    if (scheme === undefined && internal !== undefined && goFalse.includes(internal)) {
      return is('public', `aws-load-balancer-internal: ${internal}`)
    }
    return is(
      'unsure',
      'no scheme is named: the AWS Load Balancer Controller makes new ones internal and leaves existing ones as they are',
    )
  }
  if (service.loadBalancerClass) {
    return is('unsure', `loadBalancerClass ${service.loadBalancerClass}, whose default is not known`)
  }
  // The in-tree controller knows only this annotation, and takes any value but "false" for yes.
  if (internal !== undefined && internal !== '' && internal !== 'false') {
    return is('internal', `aws-load-balancer-internal: ${internal}`)
  }
  return is(
    'public',
    'type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing',
  )
}

/** Classes of GKE's own controllers (ingress-gce). */
const gkeClasses: Readonly<Record<string, 'public' | 'internal'>> = {
  'networking.gke.io/l4-regional-internal': 'internal',
  'networking.gke.io/l4-regional-internal-legacy': 'internal',
  'networking.gke.io/l4-regional-external': 'public',
  'networking.gke.io/l4-regional-external-legacy': 'public',
}

function gkeScheme(service: ServiceFacts): Scheme {
  const { loadBalancerClass } = service
  const known = ownEntry(gkeClasses, loadBalancerClass)
  if (known) return is(known, `loadBalancerClass ${loadBalancerClass}`)
  if (loadBalancerClass) return is('unsure', `loadBalancerClass ${loadBalancerClass}, whose default is not known`)
  const [name, value] =
    ['networking.gke.io/load-balancer-type', 'cloud.google.com/load-balancer-type']
      .map((key) => [key, service.annotations[key]] as const)
      .find(([, given]) => given !== undefined) ?? []
  if (value === 'Internal' || value === 'internal') return is('internal', `${name}: ${value}`)
  return is('public', 'type LoadBalancer without the annotation that makes it internal on GKE')
}

function aksScheme(service: ServiceFacts): Scheme {
  if (service.loadBalancerClass) {
    return is('unsure', `loadBalancerClass ${service.loadBalancerClass}, whose default is not known`)
  }
  const value = service.annotations['service.beta.kubernetes.io/azure-load-balancer-internal']
  if (value === 'true') return is('internal', 'azure-load-balancer-internal: true')
  // Versions of the cloud provider differ in whether they fold its case.
  if (value?.toLowerCase() === 'true') return is('unsure', `azure-load-balancer-internal: ${value}`)
  return is('public', 'type LoadBalancer without azure-load-balancer-internal: "true"')
}
