import { admitsInternet, covers, parseRange, type AddressRange } from '@fleet-auditor/model/address-range.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { ofAwsController } from './signals/load-balancer-scheme.ts'

/** Who may reach a load balancer by its spec. */
export interface Restriction {
  /** `open`: all addresses. `limited`: the ranges or tags named. `unsure`: ranges that may not bind. */
  readonly admits: 'open' | 'limited' | 'unsure'
  readonly because: string
  readonly ranges: readonly string[]
}

const words = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** Source ranges of the spec and of the annotations that this cloud reads. Ranges that add up to the Internet limit nothing. */
export function restrictionOf(service: ServiceFacts, provider: Provider): Restriction {
  const { annotations } = service
  const given =
    service.sourceRanges.length > 0
      ? [...service.sourceRanges]
      : words(annotations['service.beta.kubernetes.io/load-balancer-source-ranges'])
  const azure = provider === 'aks' ? words(annotations['service.beta.kubernetes.io/azure-allowed-ip-ranges']) : []
  const tags = provider === 'aks' ? words(annotations['service.beta.kubernetes.io/azure-allowed-service-tags']) : []
  const ranges = [...given, ...azure]
  if (ranges.length === 0 && tags.length === 0) return { admits: 'open', because: 'no source ranges', ranges }
  if (admitsInternet(ranges)) {
    const because = `source ranges that admit the Internet, or a large part of it: ${ranges.join(', ')}`
    return { admits: 'open', because, ranges }
  }
  const everyone = tags.find((tag) => /^(internet$|azurecloud(\.|$))/i.test(tag))
  if (everyone) return { admits: 'open', because: `the service tag ${everyone}`, ranges }
  const doubt = whyUnsure(service, provider, { ranges, tags })
  if (doubt) return { admits: 'unsure', because: doubt, ranges }
  return { admits: 'limited', because: `limited to ${[...ranges, ...tags].join(', ')}`, ranges }
}

interface Sources {
  readonly ranges: readonly string[]
  readonly tags: readonly string[]
}

/** Why ranges may not bind, or may not be all that is let in. */
function whyUnsure(service: ServiceFacts, provider: Provider, { ranges, tags }: Sources): string | undefined {
  const garbled = ranges.filter((text) => parseRange(text) === undefined)
  if (garbled.length > 0) return `source ranges that cannot be parsed: ${garbled.join(', ')}`
  // Which addresses a tag stands for is Azure's to say, and changes weekly.
  if (tags.length > 0) return `the addresses of the service tag ${tags.join(', ')} are not known`
  if (provider === 'kubeconfig') return `source ranges of a controller that is not known: ${ranges.join(', ')}`
  if (provider !== 'eks') return undefined
  const groups = groupAnnotations.find((name) => service.annotations[name])
  if (groups) return `${groups}: rules of security groups that are not read decide beside or in place of source ranges`
  return ipTargets(service)
    ? `source ranges on a load balancer with IP targets may not bind: ${ranges.join(', ')}`
    : undefined
}

/** Security groups of one's own replace the rules that source ranges make, and prefix lists add to them. */
const groupAnnotations = ['security-groups', 'extra-security-groups', 'security-group-prefix-lists'].map(
  (name) => `service.beta.kubernetes.io/aws-load-balancer-${name}`,
)

const ipTargets = (service: ServiceFacts): boolean => {
  const type = 'service.beta.kubernetes.io/aws-load-balancer'
  const explicit = service.annotations[`${type}-nlb-target-type`] === 'ip'
  return ofAwsController(service) && (explicit || service.annotations[`${type}-type`] === 'nlb-ip')
}

/** Whether some of some addresses may pass. */
export function admitsAny(ranges: readonly string[], addresses: readonly string[]): boolean {
  const outer = ranges.map(parseRange).filter((range) => range !== undefined)
  const inner = addresses.map(parseRange).filter((range) => range !== undefined)
  return inner.some(({ family, first, last }) =>
    outer.some((range) => range.family === family && range.first <= last && first <= range.last),
  )
}

/** Whether every one of some addresses may pass. Nothing named proves nothing. */
export function admitsAll(ranges: readonly string[], addresses: readonly string[]): boolean {
  const outer = ranges.map(parseRange).filter((range): range is AddressRange => range !== undefined)
  return (
    addresses.length > 0 &&
    addresses.every((address) => {
      const inner = parseRange(address)
      return inner !== undefined && covers(outer, inner)
    })
  )
}
