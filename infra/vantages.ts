import { auditorFunction } from './auditor-function.ts'
import { rights } from './fleet.ts'
import { egressIn } from './network.ts'
import { pascal, providerOf, vantageRegions } from './regions.ts'

/**
 * One probe function in each region that a vantage of the fleet file stands in. It holds no right but its log's: what it
 * is told to dial comes from clusters. The rules of its vantages are in its own copy of the fleet file.
 */
export const probes: Readonly<Record<string, sst.aws.Function>> = Object.fromEntries(
  vantageRegions.map((region) => [
    region,
    auditorFunction(`Probe${pascal(region)}`, {
      handler: 'probe',
      // A few TLS handshakes: a quarter of a vCPU.
      memory: '512 MB',
      rights: rights.probe,
      ...egressIn(region),
      ...providerOf(region),
    }),
  ]),
)

/** For rights. */
export const probeArns = Object.values(probes).map(({ arn }) => arn)

/** For those who call them: region → function. */
export const probeFunctions = $jsonStringify(
  Object.fromEntries(Object.entries(probes).map(([region, { arn }]) => [region, arn])),
)
