import { UnknownList } from '@fleet-auditor/api/shapes/unknown-shape.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyOf, runId } from './seeded-store.ts'
import { serveSeeded, type Served } from './served-api.ts'

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
})
afterAll(() => served[Symbol.asyncDispose]())

const read = async (query: string) => UnknownList.parse(await (await served.request(`/v1/unknowns?${query}`)).json())
const names = async (query: string): Promise<string[]> =>
  (await read(query)).unknowns.map(({ cluster, check }) => `${cluster.replace(/^.*\//, '')} ${check}`).toSorted()

describe('the list of what is not known', () => {
  it.each<[query: string, expected: readonly string[]]>([
    ['', ['edge public-broker', 'payments public-broker', 'search public-broker']],
    [
      'check=public-broker&cause=forbidden,timeout',
      ['edge public-broker', 'payments public-broker', 'search public-broker'],
    ],
    ['check=unpinned-image', []],
    ['cause=timeout', []],
    [`cluster=${keyOf('edge')}`, ['edge public-broker']],
    ['provider=eks', ['payments public-broker']],
    ['plane=north', ['payments public-broker', 'search public-broker']],
    ['team=core', ['payments public-broker']],
  ])('with %s is narrowed to that', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  it('gives the cause, and the runs that could not answer', async () => {
    const { unknowns } = await read('cluster=payments')
    expect(unknowns).toMatchObject([
      { cause: 'forbidden', detail: 'services is forbidden', run: runId, since: { run: runId } },
    ])
  })

  it('comes in pages that leave out nothing and repeat nothing', async () => {
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; page < 10; page++) {
      const { unknowns, next } = await read(`limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      for (const { cluster } of unknowns) seen.push(cluster)
      if (next === undefined) break
      cursor = next
    }
    expect(seen.toSorted()).toEqual((await read('')).unknowns.map(({ cluster }) => cluster).toSorted())
  })

  it.each<[query: string, status: number]>([
    ['cause=nothing', 400],
    ['check=public-brokr', 400],
    ['state=open', 400],
    ['limit=0', 400],
    ['cursor=bWFkZSB1cA', 400],
    ['cluster=nope', 404],
    ['team=nope', 404],
  ])('refuses %s with %d as a problem document', async (query, status) => {
    const response = await served.request(`/v1/unknowns?${query}`)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })

  it('takes no cursor of another list', async () => {
    const { next } = await read('limit=1')
    expect(next).toBeTypeOf('string')
    expect((await served.request(`/v1/unknowns?provider=eks&cursor=${next}`)).status).toBe(400)
  })
})
