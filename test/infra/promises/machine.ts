import { createRequire } from 'node:module'
import { expect } from 'vitest'
import { atWorst } from '../machine/fleet-sizes.ts'
import { longestSeconds, worstHistory } from '../machine/machine-limits.ts'
import { allStates, Machine, mapsOf, tasksOf } from '../machine/parsed-machine.ts'
import type { Plan } from '../plan/plan-shape.ts'
import { functionArn } from '../planned/planned-arns.ts'
import { functionsOf, inputsOf } from '../planned/planned-resources.ts'
import type { Promises } from './promise.ts'

/** A CommonJS module without types. */
const validate = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => {
  readonly isValid: boolean
  errorsText(separator: string): string
}

/** As it is deployed. */
export const definitionOf = (plan: Plan): unknown => JSON.parse(String(inputsOf(plan, 'StateMachine')['definition']))
const machineOf = (plan: Plan): Machine => Machine.parse(definitionOf(plan))

/** Which function each state calls. */
const calls = {
  StartRun: 'StartRun',
  ListScopesOfEks: 'AuditEks',
  ListScopesOfGke: 'AuditGke',
  ListScopesOfAks: 'AuditAks',
  PlanScopes: 'PlanScopes',
  DiscoverScopesOfEks: 'AuditEks',
  DiscoverScopesOfGke: 'AuditGke',
  DiscoverScopesOfAks: 'AuditAks',
  PlanShards: 'PlanShards',
  AuditShardOfEks: 'AuditEks',
  AuditShardOfGke: 'AuditGke',
  AuditShardOfAks: 'AuditAks',
  AuditShardOfPlanes: 'AuditPlanes',
  ConcludeRun: 'ConcludeRun',
  Notify: 'Notify',
} as const

const throttled = 'Lambda.TooManyRequestsException'

export const stateMachinePromises: Promises = {
  'a definition in Amazon States Language': (plan) => {
    const result = validate(definitionOf(plan))
    expect(result.errorsText('\n')).toBe('')
    expect(result.isValid).toBe(true)
    expect(inputsOf(plan, 'StateMachine')).toMatchObject({ type: 'STANDARD', tracingConfiguration: { enabled: false } })
  },
  'failures of the machine are logged for a month': (plan) => {
    expect(inputsOf(plan, 'StateMachine')['loggingConfiguration']).toMatchObject({
      level: 'ERROR',
      logDestination: expect.stringMatching(/log-group:\/aws\/vendedlogs\/states\/fleet-auditor-\w+-run:\*$/),
    })
    expect(inputsOf(plan, 'LogGroup', 'AuditRunLog')['retentionInDays']).toBe(30)
  },
  'every state calls its function': (plan) => {
    const tasks = tasksOf(machineOf(plan)).map(([name, { Resource }]) => [name, Resource])
    const records = tasks.filter(([name]) => name?.startsWith('Record'))
    expect(records.length).toBeGreaterThan(0)
    expect(Object.fromEntries(tasks)).toEqual({
      ...Object.fromEntries(Object.entries(calls).map(([name, called]) => [name, functionArn(plan, called)])),
      ...Object.fromEntries(records.map(([name]) => [name, functionArn(plan, 'RecordFailure')])),
    })
  },
  'every state waits longer than its function, the machine longer than all': (plan) => {
    const machine = machineOf(plan)
    const timeouts = new Map(
      functionsOf(plan).map((name) => [
        functionArn(plan, name),
        Number(inputsOf(plan, 'Function', `${name}Function`)['timeout']),
      ]),
    )
    for (const [name, { Resource, TimeoutSeconds }] of tasksOf(machine)) {
      expect(TimeoutSeconds, name).toBeGreaterThan(timeouts.get(Resource) ?? Number.POSITIVE_INFINITY)
    }
    expect(machine.TimeoutSeconds).toBeGreaterThan(longestSeconds(machine, atWorst.sizes, atWorst.passes))
  },
  'every state retries, patiently where there was no room': (plan) => {
    for (const [name, { Retry }] of tasksOf(machineOf(plan))) {
      expect(Retry.at(-1)?.ErrorEquals, name).toEqual(['States.ALL'])
      const attempts = Retry.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 0)
      expect(attempts, name).toBeGreaterThanOrEqual(4)
      expect(
        Retry.every(({ JitterStrategy }) => JitterStrategy === 'FULL'),
        name,
      ).toBe(true)
      if (name.startsWith('Record')) continue
      const [busy] = Retry
      expect(busy?.ErrorEquals, name).toContain(throttled)
      expect(busy?.MaxAttempts, name).toBeGreaterThanOrEqual(6)
      expect(busy?.MaxDelaySeconds, name).toBeGreaterThanOrEqual(300)
    }
  },
  'a shard outlives four clusters that kill their worker': (plan) => {
    for (const [name, { Retry }] of tasksOf(machineOf(plan))) {
      if (!name.startsWith('AuditShard')) continue
      expect(Retry.at(-1)?.MaxAttempts, name).toBeGreaterThanOrEqual(5)
      expect(Retry.at(-1)?.MaxDelaySeconds, name).toBeLessThanOrEqual(10)
    }
  },
  'whatever fails is recorded, and the run goes on': (plan) => {
    const machine = machineOf(plan)
    for (const [name, state] of Object.entries(machine.States)) {
      if (state.Type === 'Choice' || state.Type === 'Fail') continue
      const [first, ...rest] = state.Catch
      expect(rest, name).toEqual([])
      expect(first?.ErrorEquals, name).toEqual(['States.ALL'])
      if (name.startsWith('Record')) {
        expect(state, name).toMatchObject({ ResultPath: null, Catch: [{ Next: 'ConcludeRun' }] })
      } else if (name === 'ConcludeRun' || name === 'Notify') {
        expect(machine.States[first?.Next ?? '']?.Type).toBe('Fail')
      } else expect(first, name).toMatchObject({ Next: `Record${name}`, ResultPath: '$.error' })
    }
    for (const [, map] of mapsOf(machine)) {
      for (const [name, state] of Object.entries(map.ItemProcessor.States)) {
        if (state.Type !== 'Task') continue
        expect(state.Catch, name).toMatchObject([
          { ErrorEquals: ['States.ALL'], Next: expect.stringMatching(/^Record|Ended$/) },
        ])
        expect(state.Catch[0]?.Next.startsWith('Record'), name).toBe(!name.startsWith('Record'))
      }
    }
  },
  'at most 40 items at once': (plan) => {
    const maps = mapsOf(machineOf(plan))
    expect(maps.map(([name]) => name)).toEqual(['ListScopes', 'DiscoverScopes', 'AuditShards'])
    for (const [name, { MaxConcurrency }] of maps) {
      expect(MaxConcurrency, name).toBeGreaterThan(0)
      expect(MaxConcurrency, name).toBeLessThanOrEqual(40)
    }
  },
  'the passes of a shard': (plan) => {
    const choice = allStates(machineOf(plan))['NextOfShard']
    expect(choice).toMatchObject({
      Choices: [
        { And: [{ Variable: '$.left', IsPresent: true }, { NumericEquals: 0 }] },
        {
          And: [
            { Variable: '$.left', IsPresent: true },
            { Variable: '$.pass', NumericGreaterThanEquals: 6 },
          ],
        },
        ...['eks', 'gke', 'aks', 'planes'].map((worker) => ({ Variable: '$.worker', StringEquals: worker })),
      ],
    })
  },
  'fewer than 25,000 events': (plan) => {
    expect(worstHistory(machineOf(plan), atWorst.sizes, atWorst.passes)).toBeLessThan(25_000)
  },
}
