import { trends } from '@fleet-auditor/audit/history/trends.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { aws, fleetOf, runOfDay, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import type { Behaviour } from '../../audit-world/world.ts'

type Days = readonly (Readonly<Record<string, Behaviour>> | 'none')[]

/** The trends after some days; on a day of `none` the scope lists no cluster. */
async function after(days: Days, since = '2026-11-01T00:00:00.000Z') {
  const world = worldOf({ [aws('eu-west-1')]: {} })
  const store = newStore(world)
  for (const [index, day] of days.entries()) {
    const { run, now } = runOfDay(10 + index)
    world.now = now
    const clusters = day === 'none' ? {} : day
    world.scopes.set(aws('eu-west-1'), Object.keys(clusters))
    for (const [name, behaviour] of Object.entries(clusters)) world.clusters.set(name, behaviour)
    await auditInTerminal({ run, fleet: fleetOf(), world, store })
  }
  const result = await trends({ since }, await store.readRegistry(), { store, clock: { now: () => world.now } })
  return { ...result, image: result.checks.find(({ check }) => check === 'unpinned-image') }
}

describe('the time that findings took to be fixed', () => {
  it('is from when they last opened to the run that found them fixed, by check and team', async () => {
    const { image, teams } = await after([
      { payments: 'careless', orders: 'careless' },
      { payments: 'healthy', orders: 'careless' },
      { payments: 'healthy', orders: 'unreachable' },
      { payments: 'healthy', orders: 'healthy' },
    ])
    expect(image).toMatchObject({ fixed: 2, meanHours: 48, medianHours: 48, longestHours: 72, gone: 0, ruleChanged: 0 })
    const hours = new Map(teams.map(({ team, longestHours }) => [team, longestHours]))
    expect([hours.get('payments'), hours.get('shop')]).toEqual([24, 72])
  })

  it('begins again where a finding comes back', async () => {
    const { image } = await after([
      { payments: 'careless' },
      { payments: 'healthy' },
      { payments: 'healthy' },
      { payments: 'careless' },
      { payments: 'healthy' },
    ])
    expect(image).toMatchObject({ fixed: 1, longestHours: 24 })
  })

  it('counts what ended with its cluster as gone, without a time', async () => {
    const { image } = await after([{ payments: 'careless', orders: 'healthy' }, { orders: 'healthy' }])
    expect(image).toEqual({ check: 'unpinned-image', fixed: 0, gone: 1, ruleChanged: 0 })
  })

  it('leaves out what was resolved before the time, and runs of before it', async () => {
    const days: Days = [{ payments: 'careless' }, { payments: 'healthy' }, { payments: 'healthy' }]
    const { image, runs, isWhole } = await after(days, '2026-11-12T00:00:00.000Z')
    expect({ image, runs: runs.map(({ id }) => id), isWhole }).toEqual({
      image: undefined,
      runs: [runOfDay(12).run],
      isWhole: true,
    })
  })
})
