import { pascal } from './deploy-function.ts'
import { options } from './environment.ts'
import { homeRegion, providerOf, vantageRegions } from './regions.ts'

/**
 * Fixed egress, where asked for: a network in each region that functions leave from, with one NAT gateway in each of two
 * zones. Its addresses stay for as long as the network does.
 */
const networks: Readonly<Record<string, sst.aws.Vpc>> = Object.fromEntries(
  (options.fixedEgress ? [...new Set([homeRegion, ...vantageRegions])] : []).map((region) => [
    region,
    networkIn(region),
  ]),
)

function networkIn(region: string): sst.aws.Vpc {
  const name = `Egress${pascal(region)}`
  const vpc = new sst.aws.Vpc(name, { az: 2, nat: 'managed' }, providerOf(region))
  // What goes to the table costs nothing by this way; by the NAT gateways it is billed by the byte.
  new aws.ec2.VpcEndpoint(
    `${name}Table`,
    {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.dynamodb`,
      vpcEndpointType: 'Gateway',
      routeTableIds: vpc.nodes.privateRouteTables.apply((tables) => tables.map(({ id }) => id)),
    },
    providerOf(region),
  )
  return vpc
}

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
