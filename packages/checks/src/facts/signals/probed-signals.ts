import { isPrivateAddress } from '@fleet-auditor/model/address-range.ts'
import { hostPort, type HostPort } from '@fleet-auditor/model/host-port.ts'
import type { Observation, ProbeKind } from '@fleet-auditor/model/observation.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import type { ClusterContext } from '../../context.ts'
import { action } from '../../outcome.ts'
import { controlAnswered, listens, outcomeText, probesOf, unmadeBecause } from '../probe-evidence.ts'
import { admitsAny, type Restriction } from '../source-ranges.ts'
import type { Exposure } from './exposure.ts'
import { signal, type Signal } from './signal.ts'

/**
 * A LoadBalancer opens node ports too, an internal one as well, and a hostPort leads past the Service: on nodes with
 * public addresses only a probe can prove it.
 */
export function nodePortSignal(exposure: Exposure, context: ClusterContext): Signal {
  const { service, ports, kind, nodes, hostPorts = [] } = exposure
  const numbers = [...ports.flatMap(({ nodePort }) => nodePort ?? []), ...hostPorts]
  if (numbers.length === 0) return signal('node port', 'absent', 'no node port is open')
  if (nodes.status === 'failed') {
    const { cause, detail, grant } = nodes
    return signal('node port', 'failed', detail, { cause, grant })
  }
  const bound = hostPorts.length > 0 ? `the Broker’s pods listen on port ${hostPorts.join(', ')} of their nodes; ` : ''
  if (nodes.value.external.count === 0) {
    // For a LoadBalancer this shows nothing of its own address, so it is no second signal there.
    const second = service.type === 'NodePort' || (hostPorts.length > 0 && service.type !== 'LoadBalancer')
    if (second && !fillsAddresses(nodes.value, context)) {
      return signal(
        'node port',
        'suggests',
        `${bound}no cloud controller fills in the public addresses of nodes here`,
        {
          cause: 'absent-api',
          grant: action(
            'let the Service be a ClusterIP, or show by a vantage on the Internet that its ports are closed',
          ),
        },
      )
    }
    return signal('node port', second ? 'good' : 'absent', `${bound}no node has a public address`)
  }
  const open = probesFrom(internetVantages(context), { service, kind, numbers }, context).find(listens)
  if (open) return signal('node port', 'bad', outcomeText(open))
  return signal(
    'node port',
    'suggests',
    `${bound}${nodes.value.external.count} nodes have public addresses; the cloud’s firewall was not read`,
  )
}

/** Whether a node's public address would be known: translated ones (EC2) are, where a cloud's controller runs. */
const fillsAddresses = ({ providerID }: SectionValue<'nodes'>, { provider }: ClusterContext): boolean =>
  provider !== 'kubeconfig' || /^(?!k3s|kind)[a-z0-9-]+:\/\//.test(providerID ?? '')

/** Silences that mean the connection was not let in; `closed` and `reset` may come after it was. */
const isShutOut = ({ result }: Observation): boolean =>
  result.status === 'silent' && (result.why === 'timeout' || result.why === 'refused')

/**
 * Only a vantage on the Internet proves. Every such vantage of the run was to dial every address that is not private:
 * one of them without a result, not resolved, or silent while its control target is, is a planned signal that failed.
 */
export function probeSignal(exposure: Exposure, restriction: Restriction, context: ClusterContext): Signal {
  const { service, ports, kind, override } = exposure
  const numbers = [...ports.map((port) => port.port), ...(override ? [override.port] : [])]
  const vantages = internetVantages(context).filter((vantage) => !mayBeAdmitted(vantage, restriction))
  const probes = probesFrom(vantages, { service, kind, numbers }, context)
  const open = probes.find(listens)
  if (open) return signal('probe', 'bad', outcomeText(open))
  const endpoints = endpointsToDial(exposure)
  for (const { name } of vantages) {
    const missing = endpoints.find(
      ({ host, port }) =>
        !probes.some(({ vantage, target }) => vantage === name && target.host === host && target.port === port),
    )
    if (missing) {
      const because = `${name} has no result for ${hostPort(missing.host, missing.port)}`
      return signal('probe', 'failed', because, { cause: 'no-vantage' })
    }
  }
  const doubt = probes.map((probe) => doubtOf(probe, service, context)).find((each) => each !== undefined)
  if (doubt) return doubt
  const first = probes.find(isShutOut)
  return first ? signal('probe', 'good', outcomeText(first)) : signal('probe', 'absent', 'no probe from the Internet')
}

/** Why a probe without an answer proves nothing. */
function doubtOf(probe: Observation, service: ServiceFacts, { observations }: ClusterContext): Signal | undefined {
  const { result, vantage, target } = probe
  const unmade = unmadeBecause(probe)
  if (unmade) return signal('probe', 'failed', outcomeText(probe), { cause: unmade })
  if (result.status !== 'silent') return undefined
  if (controlAnswered(vantage, observations) !== true) {
    const because = `${outcomeText(probe)}, and its control target did not answer either`
    return signal('probe', 'failed', because, { cause: 'no-vantage' })
  }
  if (isShutOut(probe)) return undefined
  // An override that only private DNS knows; the Service's own name must resolve.
  if (result.why === 'unresolved' && !service.ingress.some(({ hostname }) => hostname === target.host)) return undefined
  return signal('probe', 'failed', outcomeText(probe), { cause: 'unreachable' })
}

/** What a vantage on the Internet was to dial: addresses and names that are not private by themselves. */
function endpointsToDial({ service, ports, override }: Exposure): HostPort[] {
  if (ports.length === 0) return []
  const hosts =
    service.type === 'LoadBalancer' ? service.ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []) : []
  const own = hosts.flatMap((host) => ports.map(({ port }) => ({ host, port })))
  return [...own, ...(override ? [override] : [])].filter(({ host }) => !isPrivateAddress(host))
}

const internetVantages = ({ vantages }: ClusterContext): Vantage[] =>
  vantages.filter((vantage) => vantage.network === 'internet')

interface DialledPorts {
  readonly service: ServiceFacts
  readonly kind: ProbeKind
  readonly numbers: readonly (number | undefined)[]
}

const probesFrom = (
  vantages: readonly Vantage[],
  { service, kind, numbers }: DialledPorts,
  { observations }: ClusterContext,
): Observation[] =>
  // A private address is none of the Internet's, whatever answers at it.
  probesOf(service, kind, vantages, observations).filter(
    ({ target }) => numbers.includes(target.port) && !isPrivateAddress(target.host),
  )

/** A vantage whose own addresses may be let in proves nothing about the Internet. */
const mayBeAdmitted = (vantage: Vantage, restriction: Restriction): boolean =>
  restriction.admits !== 'open' && admitsAny(restriction.ranges, vantage.egress)
