import { setImmediate } from 'node:timers/promises'
import { mapConcurrent } from '@fleet-auditor/audit/map-concurrent.ts'
import { expect, it } from 'vitest'

it('answers in the order of the items, some at once', async () => {
  let underWay = 0
  let most = 0
  const doubled = await mapConcurrent([1, 2, 3, 4, 5], 2, async (item) => {
    underWay++
    most = Math.max(most, underWay)
    await setImmediate()
    underWay--
    return 2 * item
  })
  expect(doubled).toEqual([2, 4, 6, 8, 10])
  expect(most).toBe(2)
})

it('begins nothing after one threw, and waits for what is under way', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const all = mapConcurrent([1, 2, 3, 4, 5, 6], 3, async (item) => {
    begun.push(item)
    if (item === 2) throw new Error('the store is broken')
    for (let turn = 0; turn < 5; turn++) await setImmediate()
    ended.push(item)
  })
  await expect(all).rejects.toThrow('the store is broken')
  expect(begun).toEqual([1, 2, 3])
  expect(ended).toEqual([1, 3])
})
