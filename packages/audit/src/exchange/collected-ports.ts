import type { CollectedCluster, CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { collected, failed } from '@fleet-auditor/model/section.ts'
import type { Ports } from '../ports/ports.ts'
import type { Collector } from '../ports/collector.ts'
import type { Connector } from '../ports/connector.ts'
import type { Prober } from '../ports/prober.ts'

/** The one scope that stands for a collected file. */
export const collectedScope = (file: string): Scope => ({ provider: 'kubeconfig', file, contexts: ['*'] })

/** The world as a collected file shows it: the same verbs judge and store it, and nothing is asked of any network. */
export function collectedPorts({
  clusters,
  collectedAt,
}: CollectedPayload): Pick<Ports, 'discoveries' | 'connectors' | 'collector' | 'prober'> {
  const listing = collected({ clusters: clusters.map(({ cluster }) => cluster), unseen: [] }, collectedAt)
  return {
    discoveries: {
      eks: notHere,
      gke: notHere,
      aks: notHere,
      kubeconfig: async () => ({ discover: async () => listing }),
    },
    connectors: { eks: notHere, gke: notHere, aks: notHere, kubeconfig: async () => connector(clusters) },
    collector: collector(clusters),
    prober: prober(
      clusters.flatMap(({ observations }) => observations),
      collectedAt,
    ),
  }
}

const notHere = (): Promise<never> => Promise.reject(new AuditorError('internal', 'a collected file is no cloud'))

/** The access is only a name here: by it the collector finds the photograph. */
const serverOf = ({ locator }: Pick<Cluster, 'locator'>): string =>
  `https://collected.invalid/${encodeURIComponent(locator)}`

function connector(clusters: readonly CollectedCluster[]): Connector<'kubeconfig'> {
  const known = new Map(clusters.map((each) => [each.cluster.locator, each]))
  return {
    connect: async ({ locator, id }) => {
      const each = known.get(locator)
      if (!each) return failed('undeclared', `${id} is not in the collected file`)
      return collected(
        { server: serverOf(each.cluster), insecureSkipTlsVerify: false, credentials: notHere },
        each.takenAt,
      )
    },
  }
}

function collector(clusters: readonly CollectedCluster[]): Collector {
  const known = new Map(clusters.map((each) => [serverOf(each.cluster), each]))
  return {
    collect: async ({ server }) => {
      const each = known.get(server)
      if (!each) throw new AuditorError('internal', `no collected cluster behind ${server}`)
      const { takenAt, counters } = each
      const { cloud: _, ...sections } = each.sections
      return { sections, takenAt, earlier: true, counters }
    },
  }
}

function prober(observations: readonly Observation[], at: string): Prober {
  const known = new Map(observations.map((each) => [keyOf(each.vantage, each.target), each]))
  return {
    probe: async ({ targets, vantage }) =>
      targets.map(
        (target): Observation =>
          known.get(keyOf(vantage.name, target)) ?? {
            vantage: vantage.name,
            target,
            addresses: [],
            result: { status: 'not-dialled', rule: 'collected', detail: 'the collector did not probe this target' },
            at,
          },
      ),
    close: async () => {},
  }
}

const keyOf = (vantage: string, { kind, host, port }: ProbeTarget): string => `${vantage} ${kind} ${host}:${port}`
