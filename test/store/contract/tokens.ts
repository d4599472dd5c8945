import type { StoredToken } from '@fleet-auditor/model/stored-token.ts'
import { expect, it } from 'vitest'
import type { StoreBench } from './store-bench.ts'

const token = (id: string, change: Partial<StoredToken> = {}): StoredToken => ({
  id,
  name: `name of ${id}`,
  hash: id.repeat(8),
  scopes: ['read', 'run'],
  createdAt: '2026-02-01T00:00:00Z',
  ...change,
})

export function tokenCases(bench: () => StoreBench): void {
  it('lists what was created by name, expired ones too, until it is revoked', async () => {
    const { tokens } = bench().store(await bench().newTable())
    const [a, b, c] = [
      token('t1', { name: 'portal', expiresAt: '2026-02-02T00:00:00Z' }),
      token('t2', { name: 'grafana', scopes: [] }),
      token('t3', { name: 'portal' }),
    ]
    expect(await tokens.list()).toEqual([])
    expect(await tokens.find('t1')).toBeUndefined()
    for (const each of [c, a, b]) await tokens.create(each)
    expect(await tokens.list()).toEqual([b, a, c])
    expect(await tokens.find('t1')).toEqual(a)
    expect(await tokens.revoke('t1')).toBe(true)
    expect(await tokens.revoke('t1')).toBe(false)
    expect(await tokens.list()).toEqual([b, c])
  })

  it('lists more than a page', async () => {
    const { tokens } = bench().store(await bench().newTable())
    const many = Array.from({ length: 12 }, (_, at) => token(`t${10 + at}`, { name: `${10 + at}`.repeat(60_000) }))
    for (const each of many) await tokens.create(each)
    expect(await tokens.list()).toEqual(many)
  })

  it('gives an id to one of 20 that ask at once, and refuses the others', async () => {
    const table = await bench().newTable()
    const racers = Array.from({ length: 20 }, (_, at) => token('t1', { hash: `hash-${at}` }))
    const answers = await Promise.allSettled(racers.map((each) => bench().store(table).tokens.create(each)))
    const winners = racers.filter((_, at) => answers[at]?.status === 'fulfilled')
    expect(winners).toEqual([await bench().store(table).tokens.find('t1')])
    for (const each of answers) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'store', message: /t1 exists already/ })
    }
  })

  it('creates a token once, however often its creation is repeated', async () => {
    const table = await bench().newTable()
    const { tokens } = bench().store(table)
    await tokens.create(token('t1'))
    await tokens.touch('t1', '2026-02-03')
    const before = await bench().rows(table)
    await tokens.create(token('t1'))
    expect(await bench().rows(table)).toEqual(before)
  })

  it('remembers the last day of use, never an earlier one', async () => {
    const table = await bench().newTable()
    const { tokens } = bench().store(table)
    await tokens.create(token('t1'))
    await Promise.all(Array.from({ length: 20 }, () => bench().store(table).tokens.touch('t1', '2026-02-03')))
    const before = await bench().rows(table)
    expect(await tokens.find('t1')).toEqual(token('t1', { lastUsedOn: '2026-02-03' }))
    for (const day of ['2026-02-03', '2026-02-02']) {
      await tokens.touch('t1', day)
      expect(await bench().rows(table)).toEqual(before)
    }
    await tokens.touch('t1', '2026-02-04')
    expect((await tokens.find('t1'))?.lastUsedOn).toBe('2026-02-04')
    expect((await tokens.list())[0]?.lastUsedOn).toBe('2026-02-04')
  })

  it('brings no revoked token back by its use', async () => {
    const table = await bench().newTable()
    const { tokens } = bench().store(table)
    await tokens.create(token('t1'))
    await tokens.revoke('t1')
    await tokens.touch('t1', '2026-02-03')
    expect(await bench().rows(table)).toEqual([])
  })
}
