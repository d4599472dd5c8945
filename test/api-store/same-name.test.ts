import { ClusterPageShape } from '@fleet-auditor/api/shapes/cluster-shape.ts'
import { RunPage } from '@fleet-auditor/api/shapes/run-shape.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registered, run } from './seeded-store.ts'
import { serveSeeded, type Served } from './served-api.ts'

/** A cluster of an account, by a name that other accounts have too. */
function sameName(account: string, name: string, gone = false): RegisteredCluster {
  const of = registered({ name: 'payments', provider: 'eks', region: 'eu-west-1', plane: 'north' })
  const locator = `arn:aws:eks:eu-west-1:${account}:cluster/${name}`
  const cluster = { ...of.cluster, id: `eks:${account}:eu-west-1/${name}`, name, locator }
  return { ...of, key: clusterKey(locator), cluster, ...(gone ? { goneIn: 'before' } : {}) }
}
const [first, second, gone, successor] = [
  sameName('1', 'prod'),
  sameName('2', 'prod'),
  sameName('1', 'old', true),
  sameName('2', 'old'),
]

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
  await served.store.register([first, second, gone, successor], [])
  const row: LedgerRow = { id: 'eks:1:eu-west-1/prod', kind: 'cluster', outcome: 'unreachable' }
  const ended = { ...run, id: 'same', ledger: [row, { ...row, detail: 'the other' }, { ...row, detail: 'one more' }] }
  await served.store.openRun({ ...ended, state: 'running', ledger: [] })
  await served.store.closeRun(ended)
})
afterAll(() => served[Symbol.asyncDispose]())

const keyOfPage = async (word: string): Promise<string> =>
  ClusterPageShape.parse(await (await served.request(`/v1/clusters/${encodeURIComponent(word)}`)).json()).key

describe('clusters of one name in two accounts', () => {
  it.each(['prod', 'PROD', 'eks:*/prod'])('are not taken for each other when one is asked for as %s', async (word) => {
    const answer = await served.request(`/v1/clusters/${encodeURIComponent(word)}`)
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      {
        detail: `several clusters are called ${word}`,
        remedy: 'ask by id: eks:1:eu-west-1/prod, eks:2:eu-west-1/prod',
      },
    ])
  })

  it('are distinguished by id, key and locator', async () => {
    const words = [second.cluster.id, second.key, second.cluster.locator]
    expect(await Promise.all(words.map(keyOfPage))).toEqual([second.key, second.key, second.key])
  })

  it('give way to the one that still exists', async () => {
    expect(await keyOfPage('old')).toBe(successor.key)
    expect(await keyOfPage(gone.cluster.id)).toBe(gone.key)
  })

  it.each<[name: string, word: string, asked: readonly string[]]>([
    ['by key alone', first.key, [first.cluster.id]],
    ['by locator alone', second.cluster.locator, [second.cluster.id]],
    ['by id alone', second.cluster.id, [second.cluster.id]],
    ['by name both', 'prod', [first.cluster.id, second.cluster.id]],
    ['by a glob both', '*/prod', [first.cluster.id, second.cluster.id]],
    ['by name without one that is gone', 'old', [successor.cluster.id]],
  ])('are audited %s', async (_, word, asked) => {
    const body = JSON.stringify({ cluster: word })
    const headers = { 'Content-Type': 'application/json' }
    expect((await served.request('/v1/runs', { method: 'POST', body, headers })).status).toBe(202)
    expect(served.started.at(-1)?.selection).toEqual({ scopes: [], clusters: asked })
  })
})

it('a run keeps every row of its ledger over its pages, rows of one id too', async () => {
  const details: (string | undefined)[] = []
  let cursor = ''
  do {
    const page = RunPage.parse(await (await served.request(`/v1/runs/same?limit=1${cursor}`)).json())
    details.push(...page.ledger.map(({ detail }) => detail))
    cursor = page.next === undefined ? '' : `&cursor=${page.next}`
  } while (cursor !== '')
  expect(details).toEqual([undefined, 'the other', 'one more'])
})
