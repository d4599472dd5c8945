import { GroupList, FindingList } from '@fleet-auditor/api/shapes/finding-shape.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findingOf, recordOf, verdictOf } from './seeded-store.ts'
import { serveSeeded, type Served } from './served-api.ts'

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
  const member = { name: 'plane west', provider: 'eks', region: '-', plane: '-' } as const
  const { provider: _, ...finding } = findingOf(member, 'unowned-plane', 'low')
  const row = { id: 'plane:west', kind: 'plane', outcome: 'audited' } as const
  await served.store.recordAudit(recordOf({ kind: 'plane', key: 'west' }, row, [finding], [verdictOf(finding)]))
})
afterAll(() => served[Symbol.asyncDispose]())

const read = async (path: string): Promise<unknown> => (await served.request(path)).json()

describe('a finding of a plane', () => {
  it('counts in the summary and in the metrics as in the list', async () => {
    const { findings } = FindingList.parse(await read('/v1/findings?state=open&severity=low'))
    expect(findings.map(({ check, cluster }) => [check, cluster])).toEqual([['unowned-plane', 'plane:west']])
    expect(await read('/v1/summary')).toMatchObject({ open: { high: 3, medium: 4, low: 1 } })
    const metrics = await (await served.request('/metrics')).text()
    expect(metrics).toContain('fleet_auditor_open_findings{check="unowned-plane",severity="low"} 1')
  })

  it.each<[query: string, groups: readonly string[]]>([
    ['groupBy=check&severity=low', ['unowned-plane']],
    ['groupBy=check&plane=west', ['unowned-plane']],
    ['groupBy=check&plane=north&severity=low', []],
    ['groupBy=check&plane=west&provider=eks', []],
    ['groupBy=check&region=eu-west-1&severity=low', []],
    ['groupBy=cluster&severity=low', []],
  ])('is grouped for %s where the filter leaves it', async (query, groups) => {
    const list = GroupList.parse(await read(`/v1/findings?${query}`))
    expect(list.groups.map(({ key }) => key)).toEqual(groups)
  })
})

describe('the age of the last complete run', () => {
  it('appears in the metrics once there was one, whatever part of the fleet ran since', async () => {
    const age = '\nfleet_auditor_last_complete_run_age_seconds '
    expect(await (await served.request('/metrics')).text()).not.toContain(age)
    const run = { fleet: 'fleet', partial: false, ruleSet: '{}', ledger: [] }
    const ended = { ...run, state: 'complete' } as const
    const whole = { ...ended, id: 'whole', startedAt: '2026-02-27T02:00:00.000Z', endedAt: '2026-02-27T12:00:00.000Z' }
    const one = { ...ended, id: 'one', startedAt: '2026-02-28T11:00:00.000Z', partial: true }
    for (const each of [whole, one]) {
      await served.store.openRun({ ...each, state: 'running' })
      await served.store.closeRun(each)
    }
    expect(await (await served.request('/metrics')).text()).toContain(`${age}86400\n`)
  })
})
