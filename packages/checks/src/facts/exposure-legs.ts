import { isPrivateAddress, isPublicAddress } from '@fleet-auditor/model/address-range.ts'
import type { ProbeKind } from '@fleet-auditor/model/observation.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { ClusterContext } from '../context.ts'
import type { ServicePort } from './broker-services.ts'
import type { Leg } from './leg.ts'
import { loadBalancerScheme } from './load-balancer-scheme.ts'
import { controlAnswered, listens, outcomeText, probesOf, resolvedAddresses } from './probe-evidence.ts'
import { admitsAll, restrictionOf, type Restriction } from './source-ranges.ts'

export interface Exposure {
  readonly service: ServiceFacts
  /** The ports in question. */
  readonly ports: readonly ServicePort[]
  readonly kind: Extract<ProbeKind, 'broker' | 'monitoring'>
  readonly nodes: Section<SectionValue<'nodes'>>
}

/** Every leg on whether some ports of a Service are reachable from the Internet. */
export function exposureLegs(exposure: Exposure, context: ClusterContext): Leg[] {
  const restriction = restrictionOf(exposure.service, context.provider)
  return [
    specLeg(exposure.service, restriction, context),
    addressLeg(exposure.service, restriction, context),
    nodePortLeg(exposure, context),
    probeLeg(exposure, restriction, context),
  ]
}

const leg = (name: string, says: Leg['says'], because: string): Leg => ({ leg: name, says, because })

function specLeg(service: ServiceFacts, restriction: Restriction, context: ClusterContext): Leg {
  const outside = service.externalIPs.filter(isPublicAddress)
  if (outside.length > 0) return leg('spec', 'bad', `externalIPs ${outside.join(', ')}`)
  if (service.externalIPs.length > 0) return leg('spec', 'suggests', `externalIPs ${service.externalIPs.join(', ')}`)
  if (service.type === 'NodePort') return leg('spec', 'good', 'type NodePort: only the nodes’ own addresses')
  if (service.type !== 'LoadBalancer') return { ...leg('spec', 'good', `type ${service.type}`), conclusive: true }
  const { scheme, because } = loadBalancerScheme(service, context.provider)
  if (scheme === 'internal') return leg('spec', 'good', because)
  if (restriction.admits === 'limited') return leg('spec', 'good', restriction.because)
  if (scheme === 'unsure') return leg('spec', 'suggests', because)
  if (restriction.admits === 'unsure') return leg('spec', 'suggests', restriction.because)
  return leg('spec', 'bad', `${because}; ${restriction.because}`)
}

/** A public IPv4 address proves, unless ranges limit it; an IPv6 address never proves, since most are public. */
function addressLeg(service: ServiceFacts, restriction: Restriction, { observations }: ClusterContext): Leg {
  if (service.type !== 'LoadBalancer' || service.ingress.length === 0) return leg('address', 'absent', 'no address')
  const addresses: string[] = []
  for (const { ip, hostname } of service.ingress) {
    const resolved = ip ? [ip] : hostname ? resolvedAddresses(hostname, observations) : undefined
    if (resolved) addresses.push(...resolved)
  }
  if (addresses.length === 0) return leg('address', 'absent', 'its name was not resolved')
  const text = addresses.join(', ')
  if (addresses.every(isPrivateAddress)) return leg('address', 'good', `private: ${text}`)
  if (restriction.admits !== 'open') return leg('address', 'absent', `${text}, limited by source ranges`)
  if (addresses.some((address) => isPublicAddress(address) && !address.includes(':')))
    return leg('address', 'bad', `public: ${text}`)
  return leg('address', 'absent', `${text} proves nothing`)
}

/** A LoadBalancer opens node ports too, an internal one as well: on nodes with public addresses only a probe can tell. */
function nodePortLeg({ service, ports, kind, nodes }: Exposure, context: ClusterContext): Leg {
  const opened = ports.filter((port) => port.nodePort !== undefined)
  if (opened.length === 0) return leg('node port', 'absent', 'no node port is open')
  if (nodes.status === 'failed') {
    const { cause, detail, grant } = nodes
    return { leg: 'node port', says: 'failed', because: detail, cause, ...(grant ? { grant } : {}) }
  }
  if (nodes.value.external.count === 0) {
    // For a LoadBalancer this says nothing of its own address, so it is no second leg there.
    return leg('node port', service.type === 'NodePort' ? 'good' : 'absent', 'no node has an external address')
  }
  const numbers = opened.map((port) => port.nodePort)
  const probes = internetProbes(service, kind, context).filter(({ target }) => numbers.includes(target.port))
  const open = probes.find(listens)
  if (open) return leg('node port', 'bad', outcomeText(open))
  return leg(
    'node port',
    'suggests',
    `${nodes.value.external.count} nodes have external addresses; the cloud’s firewall was not read`,
  )
}

/** Only a vantage on the Internet proves; a silent probe counts only while its control target answers. */
function probeLeg({ service, ports, kind }: Exposure, restriction: Restriction, context: ClusterContext): Leg {
  const numbers = ports.map((port) => port.port)
  const probes = internetProbes(service, kind, context).filter(({ target }) => numbers.includes(target.port))
  const judged = probes.filter(
    ({ vantage, result }) => result.status !== 'not-dialled' && !isAdmitted(vantage, restriction, context),
  )
  const open = judged.find(listens)
  if (open) return leg('probe', 'bad', outcomeText(open))
  const [first] = judged
  if (!first) return leg('probe', 'absent', 'no probe from the Internet')
  if (controlAnswered(first.vantage, context.observations) === true) return leg('probe', 'good', outcomeText(first))
  const because = `${outcomeText(first)}, and its control target did not answer either`
  return { leg: 'probe', says: 'failed', because, cause: 'no-vantage' }
}

function internetProbes(service: ServiceFacts, kind: ProbeKind, { vantages, observations }: ClusterContext) {
  const outside = vantages.filter((vantage) => vantage.network === 'internet')
  return probesOf(service, kind, outside, observations)
}

/** A vantage whose own addresses are let in says nothing of everybody else. */
function isAdmitted(name: string, restriction: Restriction, { vantages }: ClusterContext): boolean {
  const vantage = vantages.find((each) => each.name === name)
  return restriction.admits !== 'open' && vantage !== undefined && admitsAll(restriction.ranges, vantage.egress)
}
