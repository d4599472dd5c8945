import { isPrivateAddress } from '@fleet-auditor/model/address-range.ts'
import type { Observation, ProbeKind } from '@fleet-auditor/model/observation.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import type { ClusterContext } from '../context.ts'

/** Whether the control target of a vantage answered; undefined where none was declared or probed. */
export function controlAnswered(vantage: string, observations: readonly Observation[]): boolean | undefined {
  const control = observations.find((each) => each.vantage === vantage && each.target.kind === 'control')
  return control && control.result.status === 'answered'
}

/** Probes of one Service's endpoints of one kind, from some vantages. */
export function probesOf(
  service: ServiceFacts,
  kind: ProbeKind,
  vantages: readonly Vantage[],
  observations: readonly Observation[],
): Observation[] {
  const names = new Set(vantages.map((vantage) => vantage.name))
  return observations.filter(
    ({ vantage, target }) =>
      names.has(vantage) &&
      target.kind === kind &&
      target.subject?.kind === 'Service' &&
      target.subject.namespace === service.namespace &&
      target.subject.name === service.name,
  )
}

export const internetVantages = ({ vantages }: ClusterContext): Vantage[] =>
  vantages.filter((vantage) => vantage.network === 'internet')

interface DialledPorts {
  readonly service: ServiceFacts
  readonly kind: ProbeKind
  readonly numbers: readonly (number | undefined)[]
}

/** What such vantages got from public addresses of a Service, or of nodes, at some ports. */
export const internetProbes = (
  vantages: readonly Vantage[],
  { service, kind, numbers }: DialledPorts,
  { observations }: ClusterContext,
): Observation[] =>
  // A private address is none of the Internet's, whatever answers at it.
  probesOf(service, kind, vantages, observations).filter(
    ({ target }) => numbers.includes(target.port) && !isPrivateAddress(target.host),
  )

/** Something listens there, whatever protocol it speaks. */
export const listens = ({ result }: Observation): boolean => result.status === 'answered' || result.status === 'foreign'

/** Addresses that a host of a Service resolved to, as all probes together saw it; none where no probe resolved it. */
export const resolvedAddresses = (host: string, observations: readonly Observation[]): readonly string[] => [
  ...new Set(observations.filter(({ target }) => target.host === host).flatMap(({ addresses }) => addresses)),
]

export const outcomeText = ({ vantage, target, result }: Observation): string => {
  const where = `${target.host}:${target.port} from ${vantage}`
  if (result.status === 'answered') return `${where} answered`
  if (result.status === 'foreign') return `${where} is open, but ${result.detail}`
  if (result.status === 'silent') return `${where}: ${result.why}`
  return `${where} was not dialled: ${result.rule === 'throttled' ? result.detail : result.rule}`
}

/** Why a probe that was planned was not made: it proves nothing. */
export const unmadeBecause = ({ result }: Observation): 'cancelled' | 'throttled' | undefined =>
  result.status === 'not-dialled' && (result.rule === 'cancelled' || result.rule === 'throttled')
    ? result.rule
    : undefined
