import { describe, expect, it } from 'vitest'
import { smallWorld } from './fleets.ts'
import type { NewRecord } from './run-night.ts'
import { twoNights } from './two-nights.ts'

/** Every call that a step makes of the store is one to die at; a spread of them, for each is two nights. */
const calls = [2, 5, 9, 11, 12, 13, 14, 16, 18]
const kept: unknown[] = []

async function undisturbed(): Promise<unknown> {
  if (kept.length === 0) kept.push(await twoNights(smallWorld(), {}))
  return kept[0]
}

describe.each<NonNullable<NewRecord['dies']>['step']>(['audit-shard', 'conclude-run'])(
  'a worker of %s that dies',
  (step) => {
    it.each(calls)('at its call %i changes nothing of what the nights come to', async (at) => {
      const expected = await undisturbed()
      expect(await twoNights(smallWorld(), { dies: { step, calls: at } })).toEqual(expected)
    })
  },
)
