import { addressKind, isPrivateAddress, isPublicAddress } from '@fleet-auditor/model/address-range.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { ClusterContext } from '../../context.ts'
import { resolvedAddresses } from '../probe-evidence.ts'
import type { Restriction } from '../source-ranges.ts'
import { signal, type Signal } from './signal.ts'

/**
 * Where a load balancer's addresses are. A public IPv4 address proves, unless ranges limit it; an IPv6 address never
 * proves, since an internal dual-stack load balancer has global ones too. Internal only when every vantage saw it so.
 */
export function addressSignal(service: ServiceFacts, restriction: Restriction, context: ClusterContext): Signal {
  if (service.type !== 'LoadBalancer' || service.ingress.length === 0) return signal('address', 'absent', 'no address')
  const hosts = service.ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? [])
  const addresses = hosts.flatMap((host) => addressesOf(host, context.observations))
  const text = addresses.join(', ')
  if (hosts.every((host) => isInside(host, context))) return signal('address', 'good', `private: ${text}`)
  const proven = addresses.some((address) => isPublicAddress(address) && !address.includes(':'))
  if (proven && restriction.admits === 'open') return signal('address', 'bad', `public: ${text}`)
  const unresolved = hosts.find((host) => !isResolved(host, context))
  if (unresolved) {
    return signal('address', 'failed', `${unresolved} was not resolved from every vantage`, { cause: 'no-vantage' })
  }
  return signal('address', 'absent', proven ? `${text}; ${restriction.because}` : `${text} proves nothing`)
}

const addressesOf = (host: string, observations: ClusterContext['observations']): readonly string[] =>
  isIpAddress(host) ? [host] : resolvedAddresses(host, observations)

/** An address needs no resolving; a name was to be resolved by every vantage of the run. */
const isResolved = (host: string, { vantages, observations }: ClusterContext): boolean =>
  isIpAddress(host) ||
  vantages.every(({ name }) =>
    observations.some(
      ({ vantage, target, addresses }) => vantage === name && target.host === host && addresses.length > 0,
    ),
  )

const isIpAddress = (host: string): boolean => addressKind(host) !== undefined

/** A private address, or a name that every vantage of the run resolved, and to private addresses only. */
export function isInside(host: string, context: ClusterContext): boolean {
  const addresses = addressesOf(host, context.observations)
  return addresses.length > 0 && addresses.every(isPrivateAddress) && isResolved(host, context)
}
