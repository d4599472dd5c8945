import { describe, expect, it } from 'vitest'
import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import { RecordFailureEvent } from '../../functions/run/events.ts'
import { stateMachineDefinition } from '../../infra/state-machine/definition.ts'
import { functionArns } from '../infra/machine/state-function-arns.ts'
import { Machine, tasksOf, type TaskState } from '../infra/machine/parsed-machine.ts'
import { portsOnto } from './canned-world.ts'
import { aws, fleetOf, nightOfDay, smallWorld } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { auditNight, auditOnce, endNight, openNight, rules, type NewRecord } from './run-night.ts'

const { run } = nightOfDay(21)
const limits = { scopeDeadlineMs: 5000, signal: new AbortController().signal }
const caught = { Error: 'States.Timeout', Cause: '' }
/** What the items of the Maps bear. */
const item: Readonly<Record<string, string>> = { worker: 'eks', group: '0', shard: '0' }

const tasks = tasksOf(Machine.parse(stateMachineDefinition(functionArns)))
const records = new Map(tasks.filter(([, { Resource }]) => Resource === functionArns['record-failure']))

/** The name that a state gives to what failed, as the engine makes it. */
function nameFrom({ Parameters = {} }: TaskState): string {
  const path = /^States\.Format\('([^{}']*)\{\}', \$\.(\w+)\)$/.exec(String(Parameters['item.$']))
  return path ? `${path[1]}${item[path[2] ?? '']}` : String(Parameters['item'])
}

const opened = ({ fleet, world, store }: NewRecord) => startRun({ run, fleet, ruleSet: rules }, portsOnto(world, store))

/** What is done of a night in which a state's work fails for good, and a row that must bear the cause. */
const nights: Readonly<Record<string, readonly [string, (night: NewRecord) => Promise<unknown>]>> = {
  RecordStartRun: ['start-run', async () => {}],
  RecordListScopes: ['list-scopes', opened],
  RecordListScopesItem: [
    aws('eu-west-1'),
    async (night) => {
      await opened(night)
      await listScopes(run, 'gke', night.fleet, portsOnto(night.world, night.store), limits)
      await auditNight(night)
    },
  ],
  RecordPlanScopes: ['plan-scopes', openNight],
  RecordDiscoverScopes: ['discover-scopes', openNight],
  RecordDiscoverScopesItem: [
    aws('us-east-1'),
    async (night) => {
      await openNight(night)
      const ports = portsOnto(night.world, night.store)
      for (const { group } of (await planScopes(run, ports)).slice(1)) await discoverScopes(run, group, ports, limits)
    },
  ],
  RecordPlanShards: ['plan-shards', openNight],
  RecordAuditShards: ['audit-shards', openNight],
  RecordShard: [
    'eks:orders',
    async (night) => {
      await openNight(night)
      await auditNight({ ...night, order: () => [] })
      await auditOnce(night, 1, 0)
    },
  ],
}

describe('a failure that the state machine records', () => {
  it('is known to the conclusion for every state that records one', () => {
    expect([...records.keys()].toSorted()).toEqual(Object.keys(nights).toSorted())
  })

  it.each([...records])('at %s is the cause of a row', async (name, state) => {
    const world = smallWorld()
    const store = await openedStore(world)
    const night = { run, fleet: fleetOf(), world, store }
    const [id, before] = nights[name] ?? ['', async () => {}]
    await before(night)
    const event = RecordFailureEvent.parse({ run, item: nameFrom(state), error: caught })
    await recordFailure(run, event.item, { error: event.error.Error, cause: event.error.Cause }, store)
    expect((await endNight(night)).state).toBe('incomplete')
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger).toContainEqual(expect.objectContaining({ id, outcome: 'failed', cause: 'timeout' }))
  })
})
