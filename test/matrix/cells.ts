import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { accessTo, auditor, auditorAccess } from '../contract/opened-api.ts'
import { audited, auditedAt } from './audited.ts'
import { installs, type InstallName } from './installs.ts'
import { places, type Place, type PlaceName, type State } from './places.ts'

/** One install at one place in one state, and every verdict of its audit. */
export interface Cell {
  readonly install: InstallName
  readonly place: PlaceName
  readonly state: State
  readonly verdicts: readonly Verdict[]
}

export const states: readonly State[] = ['default', 'hardened']
// Object.keys forgets its keys' type
export const installNames = Object.keys(installs) as readonly InstallName[]
export const placeNames = Object.keys(places) as readonly PlaceName[]

/** What a cell lies in a cluster, beside what the API server starts with. */
export const objectsOf = ({ install, place, state }: Omit<Cell, 'verdicts'>): readonly KubernetesObject[] => [
  ...places[place].objects,
  ...installs[install].objects(places[place], state),
]

/** What of a cell's world is not in its API. */
export const worldOf = ({ install, place, state }: Omit<Cell, 'verdicts'>) => {
  const there: Place = places[place]
  return {
    place: there,
    cloud: there.cloud?.[state],
    plane: installs[install].plane(there, state),
    token: install !== 'legacy 0.8',
  }
}

/** Every cell, each read over the wire from a simulated API server. */
export async function auditCells(): Promise<readonly Cell[]> {
  const authority = await createAuthority()
  const { token, name, groups } = auditor
  const common = [...bootstrapObjects(), ...kubeSystem('uid-of-matrix'), ...auditorAccess()]
  const users = { [token]: { name, groups } }
  const cells: Cell[] = []
  for (const place of placeNames) {
    const { gitVersion } = places[place]
    const api = await startKubernetes({ objects: common, users, authority, gitVersion, now: () => new Date(auditedAt) })
    try {
      for (const install of installNames) {
        for (const state of states) {
          const cell = { install, place, state }
          api.replaceObjects([...common, ...objectsOf(cell)])
          const access = accessTo({ url: api.url, caPem: api.caPem })
          const { verdicts } = await audited({ ...worldOf(cell), access })
          cells.push({ ...cell, verdicts })
        }
      }
    } finally {
      await api.close()
    }
  }
  return cells
}
