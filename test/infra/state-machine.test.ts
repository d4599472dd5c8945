import { StateMachine } from 'aws-local-stepfunctions'
import { describe, expect, it } from 'vitest'
import { stateMachineDefinition } from '../../infra/state-machine/definition.ts'
import { Machine, tasksOf } from './machine/parsed-machine.ts'
import { functionArns } from './machine/state-function-arns.ts'

const run = '20261121T020000Z-9c56cc51'
const definition = stateMachineDefinition(functionArns)
const states = tasksOf(Machine.parse(definition)).map(([name]) => name)

type Answer = (input: Record<string, unknown>, attempt: number) => unknown

const shardOf = (worker: string, shard: number) => ({ run, shard, worker, pass: 0 })
const remaining = (input: Record<string, unknown>, left: number) => ({
  ...shardOf(String(input['worker']), Number(input['shard'])),
  pass: Number(input['pass']) + 1,
  left,
})
const audited: Answer = (input) => remaining(input, 0)

/** Answers of a good run: two clouds, one group and one shard of each, and the planes. */
const good: Readonly<Record<string, Answer>> = {
  StartRun: () => ({ run, over: false, workers: ['eks', 'gke'].map((worker) => ({ run, worker })) }),
  PlanScopes: () => ({ run, groups: ['eks', 'gke'].map((worker, group) => ({ run, group, worker })) }),
  PlanShards: () => ({ run, shards: ['eks', 'gke', 'planes'].map(shardOf) }),
  AuditShardOfEks: audited,
  AuditShardOfGke: audited,
  AuditShardOfPlanes: audited,
  ConcludeRun: () => ({ run, state: 'complete' }),
  Notify: () => ({ run, sent: 1 }),
}

/** Runs the definition; every state not named answers nothing. Resolves to what was asked, in order. */
async function interpret(answers: Readonly<Record<string, Answer>>, input: object = { run }) {
  const asked: { state: string; input: Record<string, unknown> }[] = []
  const of = (state: string) => asked.filter((one) => one.state === state)
  const handler = (state: string) => async (input: Record<string, unknown>) => {
    asked.push({ state, input })
    return (answers[state] ?? good[state] ?? (() => ({})))(input, of(state).length)
  }
  // The interpreter's types are JSON's and Amazon States Language's; it validates both itself.
  const execution = new StateMachine(definition as never).run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(states.map((state) => [state, handler(state)])) as never,
      retryIntervalOverrides: Object.fromEntries(states.map((state) => [state, 0])),
    },
  })
  const ended = await execution.result.then(() => 'succeeded', String)
  return { asked, ended, of, names: asked.map(({ state }) => state) }
}

const down: Answer = () => {
  throw new Error('down')
}

describe('a run on the interpreter', () => {
  it('goes through every step once, with references for payloads', async () => {
    const { asked, ended, names } = await interpret({})
    expect(ended).toBe('succeeded')
    expect(names.filter((name) => !name.includes('Of'))).toEqual([
      'StartRun',
      'PlanScopes',
      'PlanShards',
      'ConcludeRun',
      'Notify',
    ])
    expect(names.filter((name) => name.includes('Of')).toSorted()).toEqual([
      'AuditShardOfEks',
      'AuditShardOfGke',
      'AuditShardOfPlanes',
      'DiscoverScopesOfEks',
      'DiscoverScopesOfGke',
      'ListScopesOfEks',
      'ListScopesOfGke',
    ])
    expect(asked.map(({ input }) => input)).toEqual(
      expect.arrayContaining([
        { verb: 'list-scopes', run, worker: 'gke' },
        { verb: 'discover-scopes', run, group: 1, worker: 'gke' },
        { verb: 'audit-shard', run, shard: 2, worker: 'planes', pass: 0 },
        { run },
      ]),
    )
  })

  it('gives start-run the whole input of the execution', async () => {
    const input = { run, selection: { scopes: [], clusters: ['web'] } }
    const { of } = await interpret({}, input)
    expect(of('StartRun')).toMatchObject([{ input }])
  })

  it('that was over before only concludes and notifies', async () => {
    const { names } = await interpret({ StartRun: () => ({ run, over: true, workers: [] }) })
    expect(names).toEqual(['StartRun', 'ConcludeRun', 'Notify'])
  })

  it('delivers a shard to its worker until nothing remains', async () => {
    const { of, names } = await interpret({
      AuditShardOfEks: (input) => remaining(input, 2 - Number(input['pass'])),
    })
    expect(of('AuditShardOfEks').map(({ input }) => input['pass'])).toEqual([0, 1, 2])
    expect(names).not.toContain('RecordShard')
  })

  it('stops a shard that is never done, and records it', async () => {
    const { of } = await interpret({
      AuditShardOfGke: (input) => remaining(input, 1),
    })
    expect(of('AuditShardOfGke')).toHaveLength(6)
    expect(of('RecordShard')).toMatchObject([
      { input: { run, item: 'shard/1', error: { Error: 'States.Timeout', Cause: 'not done after 6 passes' } } },
    ])
  })

  it('outlives a shard that dies five times', async () => {
    const { of, ended } = await interpret({
      AuditShardOfEks: (input, attempt) => (attempt <= 5 ? down(input, attempt) : audited(input, attempt)),
    })
    expect(ended).toBe('succeeded')
    expect(of('AuditShardOfEks')).toHaveLength(6)
    expect(of('RecordShard')).toEqual([])
  })
})

describe('what fails is recorded, and the run is concluded', () => {
  it.each([
    ['ListScopesOfGke', 'RecordListScopesItem', 'scopes/gke'],
    ['DiscoverScopesOfEks', 'RecordDiscoverScopesItem', 'group/0'],
    ['AuditShardOfPlanes', 'RecordShard', 'shard/2'],
  ])('an item at %s; the others go on', async (state, record, item) => {
    const { of, names, ended } = await interpret({ [state]: down })
    expect(ended).toBe('succeeded')
    expect(of(record)).toMatchObject([{ input: { run, item, error: { Error: 'Error', Cause: 'down' } } }])
    expect(names).toEqual(expect.arrayContaining(['PlanShards', 'AuditShardOfEks', 'AuditShardOfGke']))
    expect(names.slice(-2)).toEqual(['ConcludeRun', 'Notify'])
  })

  it.each([
    ['StartRun', 'start-run'],
    ['PlanScopes', 'plan-scopes'],
    ['PlanShards', 'plan-shards'],
  ])('a step: %s', async (state, item) => {
    const { of, names, ended } = await interpret({ [state]: down })
    expect(ended).toBe('succeeded')
    expect(of(`Record${state}`)).toMatchObject([{ input: { run, item } }])
    expect(names.slice(-3)).toEqual([`Record${state}`, 'ConcludeRun', 'Notify'])
  })

  it.each([
    ['ListScopes', 'list-scopes', 'StartRun', { run, over: false, workers: [{ run, worker: 'unknown' }] }],
    ['DiscoverScopes', 'discover-scopes', 'PlanScopes', { run, groups: [{ run, group: 0, worker: 'unknown' }] }],
    ['AuditShards', 'audit-shards', 'PlanShards', { run, shards: [shardOf('unknown', 0)] }],
  ])('a Map as a whole: %s', async (map, item, before, answer) => {
    const { of, names, ended } = await interpret({ [before]: () => answer })
    expect(ended).toBe('succeeded')
    expect(of(`Record${map}`)).toMatchObject([{ input: { run, item } }])
    expect(names.slice(-3)).toEqual([`Record${map}`, 'ConcludeRun', 'Notify'])
  })

  it.each([
    ['AuditShardOfEks', 'RecordShard'],
    ['PlanShards', 'RecordPlanShards'],
  ])('even where the row cannot be written: %s', async (state, record) => {
    const { names, ended, of } = await interpret({ [state]: down, [record]: down })
    expect(ended).toBe('succeeded')
    expect(of(record)).toHaveLength(5)
    expect(names.slice(-2)).toEqual(['ConcludeRun', 'Notify'])
  })

  it.each(['ConcludeRun', 'Notify'])('%s ends the execution, which an alarm reports', async (state) => {
    const { ended, of } = await interpret({ [state]: down })
    expect(ended).toMatch(/down/)
    expect(of(state).length).toBeGreaterThan(1)
  })
})
