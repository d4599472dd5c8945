import { discoverFleet } from '@fleet-auditor/audit/discovery/discover-fleet.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { portsOnto } from '../audit-world/world.ts'

const eks = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const gke = { provider: 'gke', project: 'ledger' } as const

describe('a scope whose discovery throws', () => {
  const discover = (error: Error, scopes: readonly (typeof eks | typeof gke)[]) => {
    const world = smallWorld()
    const ports = portsOnto(world, newStore(world))
    const broken = { ...ports.discoveries, gke: () => Promise.reject(error) }
    const context = contextOf({ run: runOfDay(21).run, fleet: fleetOf(), world })
    return discoverFleet(scopes, context, { discoveries: broken, progress: ports.progress })
  }

  it.each<[name: string, error: Error, cause: string]>([
    ['our own code’s error', new TypeError('no such thing'), 'tool-error'],
    ['a mistake in what names it', new AuditorError('config', 'no such project'), 'malformed'],
  ])('%s is a row, and the others are listed', async (_, error, cause) => {
    const { found, scopes } = await discover(error, [eks, gke])
    expect(found.map(({ cluster }) => cluster.name)).toEqual(['payments', 'search'])
    expect(scopes.map(({ row }) => [row.id, row.outcome, row.cause])).toEqual([
      [aws('eu-west-1'), 'listed', undefined],
      ['gcp:ledger', 'failed', cause],
    ])
  })

  it('that is the only one ends the run where a person’s mistake names it, and is a row where our own code breaks', async () => {
    await expect(discover(new AuditorError('config', 'no such project'), [gke])).rejects.toThrow('no such project')
    const { scopes } = await discover(new TypeError('no such thing'), [gke])
    expect(scopes).toMatchObject([{ complete: false, row: { cause: 'tool-error' } }])
  })
})
