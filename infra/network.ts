import { pascal } from './component-name.ts'
import { options } from './environment.ts'
import { homeRegion, providerOf, vantageRegions } from './regions.ts'

/**
 * Fixed egress, where asked for: a network in each region that functions leave from, with one NAT gateway in each of two
 * zones. Its addresses stay for as long as the network does.
 */
const networks: Readonly<Record<string, sst.aws.Vpc>> = Object.fromEntries(
  (options.fixedEgress ? [...new Set([homeRegion, ...vantageRegions])] : []).map((region) => [
    region,
    new sst.aws.Vpc(`Egress${pascal(region)}`, { az: 2, nat: 'managed' }, providerOf(region)),
  ]),
)

/** For settings of a function. */
export function egressIn(region: string): { vpc?: sst.aws.Vpc } {
  const vpc = networks[region]
  return vpc ? { vpc } : {}
}

/** What API servers, firewalls and vantages (`egress` in the fleet file) are to name, by region. */
export const allowList = $resolve(
  Object.entries(networks).map(([region, { nodes }]) =>
    nodes.elasticIps
      .apply((ips) => $resolve(ips.map(({ publicIp }) => publicIp)))
      .apply((ips) => [region, ips] as const),
  ),
).apply((entries) => Object.fromEntries(entries.map(([region, ips]) => [region, ips.map((ip) => `${ip}/32`)])))
