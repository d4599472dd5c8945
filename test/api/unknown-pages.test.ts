import { unknownPage } from '@fleet-auditor/api/unknown-pages.ts'
import type { NamedTarget } from '@fleet-auditor/audit/queries/asked-targets.ts'
import { expect, it } from 'vitest'
import { newStore } from '../audit-world/new-store.ts'
import { newWorld } from '../audit-world/world.ts'

it('a page of what is not known reads at most 64 targets, and the next one goes on behind them', async () => {
  const targets = Array.from({ length: 150 }, (_, index): NamedTarget => {
    const name = `cluster ${String(index).padStart(3, '0')}`
    return { target: { kind: 'cluster', key: name }, name }
  })
  const store = newStore(newWorld())
  const pages: (readonly string[])[] = []
  let cursor: string | undefined
  do {
    const page = await unknownPage(targets, {}, { limit: 50, cursor, binding: 'test' }, store)
    pages.push(page.neverRecorded)
    cursor = page.next
  } while (cursor !== undefined && pages.length < 10)
  expect(pages.map(({ length }) => length)).toEqual([64, 64, 22])
  expect(new Set(pages.flat())).toEqual(new Set(targets.map(({ name }) => name)))
})
