import { Readiness } from '@fleet-auditor/model/readiness.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyOf } from './seeded-store.ts'
import { serveSeeded, type Served } from './served-api.ts'

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
})
afterAll(() => served[Symbol.asyncDispose]())

const read = async (query: string) => Readiness.parse(await (await served.request(`/v1/readiness?${query}`)).json())

describe('the readiness report', () => {
  it('has every line, caveat and component, of the fleet as of one cluster', async () => {
    for (const query of ['', `cluster=${keyOf('edge')}`]) expect((await read(query)).items).toHaveLength(47)
  })

  it('of one cluster names what was not checked, and leaves to the management plane what is not a cluster’s', async () => {
    const { items, targets } = await read(`cluster=${keyOf('edge')}`)
    expect(targets.map(({ key }) => key)).toEqual([keyOf('edge')])
    const broker = targets[0]?.items.find(({ item }) => item === 'broker-endpoint')
    expect(broker).toMatchObject({ state: 'unknown' })
    expect(items.find(({ item }) => item === 'recovery-drill')).toMatchObject({ state: 'not-applicable' })
  })

  it.each(['cluster=nope', 'plane=nope'])('answers 404 for %s', async (query) => {
    expect((await served.request(`/v1/readiness?${query}`)).status).toBe(404)
  })
})
