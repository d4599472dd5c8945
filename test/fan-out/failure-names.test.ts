import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import { workItemOf } from '@fleet-auditor/model/run-plan.ts'
import { describe, expect, it } from 'vitest'
import { RecordFailureEvent } from '../../functions/run/events.ts'
import { stateMachineDefinition } from '../../infra/state-machine/definition.ts'
import { contextOf } from '../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { portsOnto } from '../audit-world/world.ts'
import { Machine, tasksOf, type TaskState } from '../infra/machine/parsed-machine.ts'
import { functionArns } from '../infra/machine/state-function-arns.ts'
import { auditTargets, auditOnce, concludeRunOf, openRun, type FanOut } from './run-fan-out.ts'

const { run } = runOfDay(21)
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

const opened = ({ fleet, world, store }: FanOut) =>
  startRun({}, contextOf({ run, fleet, world }), portsOnto(world, store))

/** What is done of a run in which a state's work fails for good, and a row that must bear the cause. */
const fanOuts: Readonly<Record<string, readonly [string, (fanOut: FanOut) => Promise<unknown>]>> = {
  RecordStartRun: ['start-run', async () => {}],
  RecordListScopes: ['list-scopes', opened],
  RecordListScopesItem: [
    aws('eu-west-1'),
    async (fanOut) => {
      await opened(fanOut)
      await listScopes({ worker: 'gke' }, contextOf(fanOut), portsOnto(fanOut.world, fanOut.store))
      await auditTargets(fanOut)
    },
  ],
  RecordPlanScopes: ['plan-scopes', openRun],
  RecordDiscoverScopes: ['discover-scopes', openRun],
  RecordDiscoverScopesItem: [
    aws('us-east-1'),
    async (fanOut) => {
      await openRun(fanOut)
      const ports = portsOnto(fanOut.world, fanOut.store)
      for (const { group } of (await planScopes(run, ports)).slice(1)) {
        await discoverScopes({ group }, contextOf(fanOut), ports)
      }
    },
  ],
  RecordPlanShards: ['plan-shards', openRun],
  RecordAuditShards: ['audit-shards', openRun],
  RecordShard: [
    'eks:orders',
    async (fanOut) => {
      await openRun(fanOut)
      await auditTargets({ ...fanOut, order: () => [] })
      await auditOnce(fanOut, { shard: 1, worker: 'eks' }, 0)
    },
  ],
}

describe('a failure that the state machine records', () => {
  it('is known to the conclusion for every state that records one', () => {
    expect([...records.keys()].toSorted()).toEqual(Object.keys(fanOuts).toSorted())
  })

  it.each([...records])('at %s is the cause of a row', async (name, state) => {
    const world = smallWorld()
    const store = newStore(world)
    const fanOut = { run, fleet: fleetOf(), world, store }
    const [id, before] = fanOuts[name] ?? ['', async () => {}]
    await before(fanOut)
    const event = RecordFailureEvent.parse({ run, item: nameFrom(state), error: caught })
    await recordFailure(run, workItemOf(event.item), { error: event.error.Error, cause: event.error.Cause }, { store })
    expect((await concludeRunOf(fanOut)).state).toBe('incomplete')
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger).toContainEqual(expect.objectContaining({ id, outcome: 'failed', cause: 'timeout' }))
  })
})
