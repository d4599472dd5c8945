import { takePlace } from '@fleet-auditor/adapters/probe/connection/connection.ts'
import pLimit from 'p-limit'
import { expect, it } from 'vitest'

it('places of a limit are given in the order of asking, and one that is given back twice is given away once', async () => {
  const limit = pLimit(2)
  const entered: number[] = []
  const enter = async (id: number) => {
    const leave = await takePlace(limit)
    entered.push(id)
    return leave
  }
  const [first, second, third, fourth] = [1, 2, 3, 4].map(enter)
  await Promise.all([first, second])
  expect(entered).toEqual([1, 2])
  const leave = await first
  leave?.()
  leave?.()
  await third
  expect(entered).toEqual([1, 2, 3])
  ;(await second)?.()
  await fourth
  expect(entered).toEqual([1, 2, 3, 4])
})
