import { isPublicAddress } from '@fleet-auditor/model/address-range.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { ClusterContext } from '../../context.ts'
import { restrictionOf, type Restriction } from '../source-ranges.ts'
import { addressSignal, isInside } from './address-signal.ts'
import type { Exposure } from './exposure.ts'
import { loadBalancerScheme } from './load-balancer-scheme.ts'
import { nodePortSignal } from './node-port-signal.ts'
import { probeSignal } from './probe-signal.ts'
import { routeSignal } from './route-signal.ts'
import { signal, type Signal } from './signal.ts'

/** Every signal on whether some ports of a Service are reachable from the Internet. */
export function exposureSignals(exposure: Exposure, context: ClusterContext): Signal[] {
  const restriction = restrictionOf(exposure.service, context.provider)
  return [
    specSignal(exposure.service, restriction, context),
    addressSignal(exposure.service, restriction, context),
    nodePortSignal(exposure, context),
    overrideSignal(exposure, context),
    routeSignal(exposure, context),
    probeSignal(exposure, restriction, context),
  ]
}

function specSignal(service: ServiceFacts, restriction: Restriction, context: ClusterContext): Signal {
  const { externalIPs, type } = service
  const outside = externalIPs.filter(isPublicAddress)
  if (outside.length > 0) return signal('spec', 'bad', `externalIPs ${outside.join(', ')}`)
  const balancer = type === 'LoadBalancer' ? balancerSignal(service, restriction, context) : undefined
  if (balancer?.verdict === 'bad') return balancer
  if (externalIPs.length > 0) return signal('spec', 'suggests', `externalIPs ${externalIPs.join(', ')}`)
  if (balancer) return balancer
  if (type === 'NodePort') return signal('spec', 'good', 'type NodePort: only the nodes’ own addresses')
  return signal('spec', 'good', `type ${type}`, { conclusive: true })
}

function balancerSignal(service: ServiceFacts, restriction: Restriction, context: ClusterContext): Signal {
  const { scheme, because } = loadBalancerScheme(service, context.provider)
  if (scheme === 'internal') return signal('spec', 'good', because)
  if (scheme === 'unsure' && standsInside(service, context)) {
    return signal('spec', 'good', `${because}; all its addresses are private, which those of a public one are not`)
  }
  if (restriction.admits === 'limited') return signal('spec', 'good', restriction.because)
  if (scheme === 'unsure') return signal('spec', 'suggests', because)
  if (restriction.admits === 'unsure') return signal('spec', 'suggests', restriction.because)
  return signal('spec', 'bad', `${because}; ${restriction.because}`)
}

/** Names of AWS's load balancers, whatever manages the cluster: OpenShift, kops and k3s run on its machines too. */
const awsName = /\.elb\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/i

/**
 * Where a controller is not known, only addresses written as such prove it; a name of AWS resolves to private addresses
 * for an internal load balancer alone.
 */
function standsInside({ ingress }: ServiceFacts, context: ClusterContext): boolean {
  const speaks = (hostname: string): boolean => context.provider !== 'kubeconfig' || awsName.test(hostname)
  const hosts = ingress.map(({ ip, hostname = '' }) => ip ?? (speaks(hostname) ? hostname : ''))
  return hosts.length > 0 && hosts.every((host) => host !== '' && isInside(host, context))
}

/** A ClusterIP that Servers reach elsewhere by an override has a way out that no Service shows. */
function overrideSignal({ service, override }: Exposure, context: ClusterContext): Signal {
  if (!override || service.type !== 'ClusterIP') return signal('override', 'absent', 'none, or the Service’s own way')
  if (isInside(override.host, context)) return signal('override', 'absent', `${override.host} is private`)
  return signal(
    'override',
    'suggests',
    `externalEndpointOverride ${override.host}:${override.port} leads to it from outside`,
  )
}
