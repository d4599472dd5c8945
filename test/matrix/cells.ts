import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { openPlace } from './audit-place.ts'
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
  const cells: Cell[] = []
  for (const place of placeNames) {
    const api = await openPlace(places[place])
    try {
      for (const install of installNames) {
        for (const state of states) {
          const cell = { install, place, state }
          const { verdicts } = await api.audit(objectsOf(cell), worldOf(cell))
          cells.push({ ...cell, verdicts })
        }
      }
    } finally {
      await api.close()
    }
  }
  return cells
}
