import { describe, expect, it } from 'vitest'
import { listingDeadlineMs } from '../../functions/run/cloud-worker.ts'
import { WorkerEvent } from '../../functions/run/events.ts'
import { timeLeft } from '../../functions/run/invocation.ts'
import { overdueMs } from '../../functions/watchdog.ts'
import { functions } from '../../infra/functions.ts'
import { stateMachineDefinition } from '../../infra/state-machine/definition.ts'
import { machineSeconds } from '../../infra/state-machine/states.ts'
import { atWorst } from './machine/fleet-sizes.ts'
import { longestSeconds, worstHistory } from './machine/machine-limits.ts'
import { Machine, mapsOf } from './machine/parsed-machine.ts'
import { functionArns } from './machine/state-function-arns.ts'

const machine = Machine.parse(stateMachineDefinition(functionArns))
const run = 'r'.repeat(80)
const { sizes, passes } = atWorst
const bytes = (payload: unknown): number => Buffer.byteLength(JSON.stringify(payload))

/** What goes from state to state in a run of 10,000 clusters in 3,000 scopes, with the longest names there are. */
const payloads = {
  'start-run': { run, over: false, workers: items(sizes.ListScopes, () => ({ run, worker: 'eks' })) },
  'plan-scopes': { run, groups: items(sizes.DiscoverScopes, (group) => ({ run, group, worker: 'eks' })) },
  'plan-shards': { run, shards: items(sizes.AuditShards, (shard) => ({ run, shard, worker: 'planes', pass: 0 })) },
  'audit-shard': { run, shard: sizes.AuditShards, worker: 'planes', pass: passes, left: 50 },
  'conclude-run': { run, state: 'incomplete' },
}

function items<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

describe('limits of Step Functions, at 10,000 clusters in 3,000 scopes', () => {
  it.each(Object.entries(payloads))('the payload of %s is at most 32 KB', (_, payload) => {
    expect(bytes(payload)).toBeLessThanOrEqual(32 * 1024)
  })

  it('functions take the payloads that are weighed here', () => {
    const events = [
      ...payloads['start-run'].workers.map((item) => ({ verb: 'list-scopes', ...item })),
      ...payloads['plan-scopes'].groups.map((item) => ({ verb: 'discover-scopes', ...item })),
      ...payloads['plan-shards'].shards.map((item) => ({ verb: 'audit-shard', ...item })),
    ]
    for (const event of events) expect(WorkerEvent.parse(event)).toEqual(event)
  })

  it('payloads only grow where items are planned, and Maps hand on what they were given', () => {
    expect(bytes(payloads['audit-shard'])).toBeLessThan(200)
    for (const [name, map] of mapsOf(machine)) expect(map.ResultPath, name).toBeNull()
  })

  it('a Map audits 40 items at once, the most of an inline Map', () => {
    for (const [name, { MaxConcurrency }] of mapsOf(machine)) expect(MaxConcurrency, name).toBe(40)
  })

  it('the history stays under 25,000 events when every shard is delivered to the end and then fails', () => {
    const events = worstHistory(machine, sizes, passes)
    expect(events).toBeGreaterThan(20_000)
    expect(events).toBeLessThan(25_000)
  })

  it('the machine outlives its longest way', () => {
    expect(longestSeconds(machine, sizes, passes)).toBeLessThan(machineSeconds)
  })
})

describe('timeouts inside one another', () => {
  it('the watchdog waits longer than the machine', () => {
    expect(overdueMs / 1000).toBeGreaterThan(machineSeconds)
  })

  it('a function ends its work before it is ended', () => {
    for (const { seconds } of Object.values(functions)) {
      const left = timeLeft({ getRemainingTimeInMillis: () => seconds * 1000 })
      expect(left).toBeGreaterThan(0)
      expect(left).toBeLessThan(seconds * 1000)
    }
  })

  it('an organization of 5,000 accounts is listed in time, and what it takes fits its function', () => {
    const roundTripMs = 400
    expect(listingDeadlineMs).toBeGreaterThan((5000 / 8) * 2 * roundTripMs)
    expect(listingDeadlineMs).toBeLessThan(
      timeLeft({ getRemainingTimeInMillis: () => functions['audit-eks'].seconds * 1000 }),
    )
  })

  it('no function asks for more than Lambda’s 15 minutes, the API for less than the gateway’s 30 seconds', () => {
    expect(Math.max(...Object.values(functions).map(({ seconds }) => seconds))).toBeLessThanOrEqual(900)
    expect(functions.api.seconds).toBeLessThan(30)
  })
})

describe('the counting itself', () => {
  it('counts a clean run of one scope and one shard', () => {
    const once = { ListScopes: 0, DiscoverScopes: 0, AuditShards: 0 }
    const [none, one, two] = [0, 1, 2].map((shards) => worstHistory(machine, { ...once, AuditShards: shards }, 1))
    expect((two ?? 0) - (one ?? 0)).toBe((one ?? 0) - (none ?? 0))
  })

  it('counts waves of 40', () => {
    const seconds = (shards: number): number =>
      longestSeconds(machine, { ListScopes: 0, DiscoverScopes: 0, AuditShards: shards }, 1)
    expect(seconds(40)).toBe(seconds(1))
    expect(seconds(41) - seconds(40)).toBe(seconds(1) - seconds(0))
  })
})
