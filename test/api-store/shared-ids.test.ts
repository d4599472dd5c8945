import { ClusterPageShape } from '@fleet-auditor/api/shapes/cluster-shape.ts'
import { RunPage } from '@fleet-auditor/api/shapes/run-shape.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registered, run } from './seeded-store.ts'
import { serveSeeded, type Served } from './served-api.ts'

/** A cluster of an account, by a name that other accounts have too. */
function twin(account: string, name: string, gone = false): RegisteredCluster {
  const of = registered({ name: 'payments', provider: 'eks', region: 'eu-west-1', plane: 'north' })
  const locator = `arn:aws:eks:eu-west-1:${account}:cluster/${name}`
  const cluster = { ...of.cluster, id: `eks:eu-west-1/${name}`, name, locator }
  return { ...of, key: clusterKey(locator), cluster, ...(gone ? { goneIn: 'before' } : {}) }
}
const [first, second, gone, successor] = [
  twin('1', 'prod'),
  twin('2', 'prod'),
  twin('1', 'old', true),
  twin('2', 'old'),
]

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
  await served.store.register([first, second, gone, successor], [])
  const row: LedgerRow = { id: 'eks:eu-west-1/prod', kind: 'cluster', outcome: 'unreachable' }
  const ended = { ...run, id: 'twins', ledger: [row, { ...row, detail: 'the other' }, { ...row, detail: 'one more' }] }
  await served.store.openRun({ ...ended, state: 'running', ledger: [] })
  await served.store.closeRun(ended)
})
afterAll(() => served[Symbol.asyncDispose]())

describe('clusters that share an id', () => {
  it('are told apart by key when one is asked for by id', async () => {
    const answer = await served.request('/v1/clusters/eks%3Aeu-west-1%2Fprod')
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { detail: 'several clusters are called eks:eu-west-1/prod', remedy: expect.stringContaining(second.key) },
    ])
    const one = ClusterPageShape.parse(await (await served.request(`/v1/clusters/${second.key}`)).json())
    expect(one.locator).toBe(second.cluster.locator)
  })

  it('are answered by the one that exists when the other was deleted', async () => {
    const one = ClusterPageShape.parse(await (await served.request('/v1/clusters/eks:eu-west-1/old')).json())
    expect(one.key).toBe(successor.key)
  })

  it.each<[name: string, word: string, asked: string]>([
    ['by locator for a key', first.key, first.cluster.locator],
    ['by locator for a locator', second.cluster.locator, second.cluster.locator],
    ['both for an id', 'eks:eu-west-1/prod', 'eks:eu-west-1/prod'],
    ['by id for a key whose id is unique', successor.key, 'eks:eu-west-1/old'],
  ])('are selected for a run %s', async (_, word, asked) => {
    const body = JSON.stringify({ cluster: word })
    const headers = { 'Content-Type': 'application/json' }
    expect((await served.request('/v1/runs', { method: 'POST', body, headers })).status).toBe(202)
    expect(served.started.at(-1)?.selection).toEqual({ scopes: [], clusters: [asked] })
  })

  it('keep every row of a ledger over its pages', async () => {
    const details: (string | undefined)[] = []
    let cursor = ''
    do {
      const page = RunPage.parse(await (await served.request(`/v1/runs/twins?limit=1${cursor}`)).json())
      details.push(...page.ledger.map(({ detail }) => detail))
      cursor = page.next === undefined ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(details).toEqual([undefined, 'the other', 'one more'])
  })
})
