import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import type { ApiAccess, Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import type { Target } from '../canned-server.ts'
import { now } from '../database.ts'

export const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const

/** The cluster of a number; every fifth of them is broken. */
export const clusterOf = (number: number): Cluster => {
  const name = `c${String(number).padStart(5, '0')}`
  const from = { provider: 'eks', scope: 'aws:111122223333:eu-west-1', region: 'eu-west-1' } as const
  return { id: `eks:111122223333:eu-west-1/${name}`, locator: `eks/eu-west-1/${name}`, name, ...from, labels: {} }
}

export const brokenOf = (count: number): number => Math.ceil(count / 5)

/** How clusters are broken, in turn: no listener, a certificate of another name, no right to it, a fault of our own. */
const breakages: readonly ((access: ApiAccess) => Section<ApiAccess>)[] = [
  (access) => collected({ ...access, server: 'https://127.0.0.1:1' }, now()),
  (access) => collected({ ...access, serverName: 'elsewhere.example' }, now()),
  () => failed('forbidden', 'no access entry'),
  () => {
    throw new TypeError('a fault of our own')
  },
]

/**
 * Connectors and collector onto the canned servers, by the real wire. What all servers answer alike but is each
 * cluster's own is put in behind it: its UID.
 */
export function simulatedPorts({ ports, caPem, token }: Target): Pick<Ports, 'connectors' | 'collector'> {
  const uids = new WeakMap<ApiAccess, string>()
  const real = createCollector({ clock: { now } })
  const connect = async ({ name }: Cluster): Promise<Section<ApiAccess>> => {
    const number = Number(name.slice(1))
    const server = `https://127.0.0.1:${ports[number % ports.length] ?? 0}`
    const credentials = async () => ({ authorization: `Bearer ${token}` })
    const access: ApiAccess = { server, caPem, insecureSkipTlsVerify: false, credentials }
    uids.set(access, `uid-of-${name}`)
    if (number % 5 > 0) return collected(access, now())
    return breakages[(number / 5) % breakages.length]?.(access) ?? failed('tool-error', name)
  }
  const connector = async () => ({ connect })
  const connectors: Connectors = { eks: connector, gke: connector, aks: connector, kubeconfig: connector }
  const collector: Ports['collector'] = {
    async collect(access, plan, signal) {
      const collection = await real.collect(access, plan, signal)
      const uid = uids.get(access)
      const { kubeSystem } = collection.sections
      if (uid === undefined || kubeSystem.status === 'failed') return collection
      return { ...collection, sections: { ...collection.sections, kubeSystem: { ...kubeSystem, value: { uid } } } }
    },
  }
  return { connectors, collector }
}
