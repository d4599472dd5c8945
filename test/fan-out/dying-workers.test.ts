import { describe, expect, it, vi } from 'vitest'
import { smallWorld } from '../audit-world/fleets.ts'
import type { FanOut } from './run-fan-out.ts'
import { twoRuns } from './two-runs.ts'

/** Every call that a step makes of the store is one to die at; a spread of them, for each is two runs. */
const calls = [2, 5, 9, 11, 12, 13, 14, 15, 16]
const cached: unknown[] = []

async function undisturbed(): Promise<unknown> {
  if (cached.length === 0) cached.push(await twoRuns(smallWorld(), {}))
  return cached[0]
}

describe.each<NonNullable<FanOut['dies']>['step']>(['audit-shard', 'conclude-run'])(
  'a worker of %s that dies',
  (step) => {
    it.each(calls)('at its call %i changes nothing of what the runs come to', async (at) => {
      const expected = await undisturbed()
      const onDeath = vi.fn<() => void>()
      expect(await twoRuns(smallWorld(), { dies: { step, calls: at, onDeath } })).toEqual(expected)
      expect(onDeath).toHaveBeenCalledTimes(2)
    })
  },
)
