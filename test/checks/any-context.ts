import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import { undeclaredVantage } from '@fleet-auditor/model/vantage.ts'
import fc from 'fast-check'
import { answered, control, info, probe, publicAddress, silent, vantage } from './broker-cluster.ts'
import { contextOf, takenAt } from './check-case.ts'

const manages = [{}]
const discoversAs = { user: 'meshery-central' }

/** Planes as fleet files declare them: none, the Server in the cluster, one outside that dials, one that embeds. */
const planes = fc.constantFrom<Plane[]>(
  [],
  [Plane.parse({ name: 'central', manages })],
  [Plane.parse({ name: 'central', hosting: 'docker', portForward: false, manages })],
  [Plane.parse({ name: 'central', discovery: 'operator', manages })],
  [Plane.parse({ name: 'central', discovery: 'embedded', discoversAs, manages })],
)

/** A vantage that stands for the plane, beside one that only the Internet is declared of; or none declared. */
const vantages = fc.constantFrom(
  [undeclaredVantage],
  [vantage()],
  [vantage(), vantage({ name: 'inside', network: 'private', standsFor: ['central'] })],
)

const slow = { min: 390, median: 400, samples: 5, discarded: 0 }

/** The API server, as the plane reaches it. */
const api = fc.constantFrom(answered(), answered({ roundTrip: slow }), silent).map((result): Observation => ({
  vantage: 'inside',
  target: { kind: 'api', host: 'api.example', port: 443 },
  addresses: [publicAddress],
  result,
  at: takenAt,
}))
const fromInside = { vantage: 'inside' }
const broker = fc.constantFrom(info(true), info(false), info(true, true), silent)

const observations = fc
  .record({
    api,
    outside: broker,
    inside: broker,
    address: fc.constantFrom(publicAddress, '10.0.0.9'),
    controlled: fc.boolean(),
  })
  .map(({ api: reached, outside, inside, address, controlled }) => [
    reached,
    probe('broker', address, outside),
    probe('broker', address, inside, fromInside),
    ...(controlled ? [control(), control(answered(), 'inside')] : []),
  ])

/** What is declared of a cluster, and what probes saw of it. */
export const anyContext: fc.Arbitrary<ClusterContext> = fc
  .record({
    planes,
    vantages,
    observations: fc.oneof(fc.constant([]), observations),
    provider: fc.constantFrom('eks', 'gke', 'aks', 'kubeconfig'),
    reachedBefore: fc.boolean(),
  })
  .map((edits) => contextOf(edits))
