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
  /** Whether others than `ranges` may be let in: by a tag, by security groups, by a range that cannot be read. */
  readonly others?: boolean
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
  const replaced = provider === 'eks' ? replacedRules(service, ranges) : undefined
  if (replaced) return { admits: 'unsure', ranges, others: true, because: replaced }
  if (ranges.length === 0 && tags.length === 0) return { admits: 'open', because: 'no source ranges', ranges }
  if (admitsInternet(ranges)) {
    const because = `source ranges that admit the Internet, or a large part of it: ${ranges.join(', ')}`
    return { admits: 'open', because, ranges }
  }
  const everyone = tags.find((tag) => /^(internet$|azurecloud(\.|$))/i.test(tag))
  if (everyone) return { admits: 'open', because: `the service tag ${everyone}`, ranges }
  const doubt = whyUnsure(service, provider, { ranges, tags })
  if (doubt) return { admits: 'unsure', ranges, ...doubt }
  return { admits: 'limited', because: `limited to ${[...ranges, ...tags].join(', ')}`, ranges }
}

interface Sources {
  readonly ranges: readonly string[]
  readonly tags: readonly string[]
}

type Doubt = Pick<Restriction, 'because' | 'others'>

/** Why ranges may not bind, or may not be all that is let in. */
function whyUnsure(service: ServiceFacts, provider: Provider, { ranges, tags }: Sources): Doubt | undefined {
  const others = (because: string): Doubt => ({ because, others: true })
  const named = ranges.join(', ')
  const garbled = ranges.filter((text) => parseRange(text) === undefined)
  if (garbled.length > 0) return others(`source ranges that cannot be parsed: ${garbled.join(', ')}`)
  // Which addresses a tag stands for is Azure's to say, and changes weekly.
  if (tags.length > 0) return others(`the addresses of the service tag ${tags.join(', ')} are not known`)
  if (provider === 'kubeconfig') return { because: `source ranges of a controller that is not known: ${named}` }
  if (provider !== 'eks') return undefined
  const added = [extraGroups, prefixLists].find((name) => service.annotations[name])
  if (added) return others(`${added} lets others in beside the source ranges: which ones was not read`)
  return ipTargets(service)
    ? { because: `source ranges on a load balancer with IP targets may not bind: ${named}` }
    : undefined
}

const aws = 'service.beta.kubernetes.io/aws-load-balancer'
const ownGroups = `${aws}-security-groups`
const extraGroups = `${aws}-extra-security-groups`
const prefixLists = `${aws}-security-group-prefix-lists`

/**
 * What decides on AWS in place of source ranges, whether there are any or not: security groups of one's own, or prefix
 * lists where no range is given (AWS Load Balancer Controller, service annotations; cloud-provider-aws).
 */
function replacedRules({ annotations }: ServiceFacts, ranges: readonly string[]): string | undefined {
  if (annotations[ownGroups]) {
    return `${ownGroups}: who is let in stands in security groups that were not read, not in source ranges`
  }
  if (ranges.length > 0 || !annotations[prefixLists]) return undefined
  return `${prefixLists}: who is let in stands in prefix lists that were not read`
}

const ipTargets = (service: ServiceFacts): boolean => {
  const explicit = service.annotations[`${aws}-nlb-target-type`] === 'ip'
  return ofAwsController(service) && (explicit || service.annotations[`${aws}-type`] === 'nlb-ip')
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
