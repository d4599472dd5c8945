import { isPrivateAddress } from '@fleet-auditor/model/address-range.ts'
import { hostPort, type HostPort } from '@fleet-auditor/model/host-port.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import type { ClusterContext } from '../../context.ts'
import { action } from '../../outcome.ts'
import {
  controlAnswered,
  internetProbes,
  internetVantages,
  listens,
  outcomeText,
  unmadeBecause,
} from '../probe-evidence.ts'
import { admitsAny, type Restriction } from '../source-ranges.ts'
import type { Exposure } from './exposure.ts'
import { signal, type Signal } from './signal.ts'

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
  const vantages = internetVantages(context).filter((vantage) => admitted(vantage, restriction) !== 'yes')
  const probes = internetProbes(vantages, { service, kind, numbers }, context).filter(
    ({ target }) => !isNode(target.host, exposure),
  )
  const open = openedTo(probes, vantages, restriction)
  if (open) return open
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

/** A node's own address is another signal's matter, though a hostPort has the Service's number. */
const isNode = (host: string, { nodes, service }: Exposure): boolean =>
  nodes.status === 'collected' &&
  nodes.value.external.addresses.includes(host) &&
  !service.ingress.some(({ ip }) => ip === host)

/** What an answer proves: the Internet's way in, unless it came to a vantage that may be one of those let in. */
function openedTo(
  probes: readonly Observation[],
  vantages: readonly Vantage[],
  restriction: Restriction,
): Signal | undefined {
  const answers = probes.filter(listens)
  const strangers = vantages.filter((vantage) => admitted(vantage, restriction) === 'no').map(({ name }) => name)
  const proof = answers.find(({ vantage }) => strangers.includes(vantage))
  if (proof) return signal('probe', 'bad', outcomeText(proof))
  const [first] = answers
  if (!first) return undefined
  const because = `${outcomeText(first)}, and that vantage may be one of those that are let in`
  const grant = action(
    `name the egress of vantage ${first.vantage} in the fleet file, and let in only source ranges that can be read`,
  )
  return signal('probe', 'suggests', because, { cause: 'undeclared', grant })
}

/**
 * Whether a vantage's own addresses are let in, so that its answer proves nothing about the Internet. Not known where
 * its egress is not declared, or where others than the ranges are let in.
 */
function admitted({ egress }: Vantage, { admits, ranges, others }: Restriction): 'yes' | 'no' | 'maybe' {
  if (admits === 'open') return 'no'
  if (admitsAny(ranges, egress)) return 'yes'
  return others || egress.length === 0 ? 'maybe' : 'no'
}
