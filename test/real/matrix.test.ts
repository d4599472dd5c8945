import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessTo, auditorAccess } from '../contract/opened-api.ts'
import { openPlace } from '../matrix/audit-place.ts'
import { audited } from '../matrix/audited.ts'
import { installNames, objectsOf, placeNames, states, worldOf } from '../matrix/cells.ts'
import { places } from '../matrix/places.ts'
import { wordOf } from '../matrix/table.ts'
import { describeWith } from './available.ts'
import { startEtcd, type Etcd } from './etcd.ts'
import { openReal } from './opened-kube-api.ts'

/** Every install and state at one place, and at every other place the install whose Broker has a load balancer. */
const cells = [
  ...installNames.flatMap((install) => states.map((state) => ({ install, place: 'EKS', state }) as const)),
  ...placeNames
    .filter((place) => place !== 'EKS')
    .map((place) => ({ install: 'operator only', place, state: 'hardened' }) as const),
]

/** Its version is the one that was built, whatever the place; and no Broker runs there, whom its proxy could ask. */
const ofNoPlace = ['unsupported-kubernetes', 'unsynced-discovery']
const words = (verdicts: readonly Verdict[]): readonly string[] =>
  clusterChecks
    .filter(({ id }) => !ofNoPlace.includes(id))
    .map(({ id }) => `${id}: ${wordOf(verdicts.filter(({ check }) => check === id))}`)

describeWith(['kubernetes'], 'the matrix of verdicts on a real API server', () => {
  let etcd: Etcd
  beforeAll(async () => {
    etcd = await startEtcd()
  })
  afterAll(() => etcd?.close())

  it.each(cells)('$install at $place, $state: as on the simulated one, whose table is committed', async (cell) => {
    const [simulated, real] = await Promise.all([
      openPlace(places[cell.place]),
      openReal([...auditorAccess(), ...objectsOf(cell)], etcd),
    ])
    try {
      // the server makes its objects now; those of the table have been there for months
      const now = new Date(Date.now() + 3600_000).toISOString()
      const { verdicts } = await audited({ ...worldOf(cell), access: accessTo(real), now })
      expect(words(verdicts)).toEqual(words((await simulated.audit(objectsOf(cell), worldOf(cell))).verdicts))
    } finally {
      await Promise.all([simulated.close(), real.close()])
    }
  })
})
