import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from './plan/places.ts'
import type { Plan } from './plan/plan-shape.ts'
import { planOf } from './plan/plan.ts'
import { logGroupArn, machineArn, scheduleGroupArn, trustIn } from './planned/planned-arns.ts'
import { functionsOf, inputsOf, statementsOf, trustOf, variablesOf } from './planned/planned-resources.ts'
import { promises } from './promises/all-promises.ts'

const written = readFileSync(path.join(root, 'SECURITY.md'), 'utf8')

interface Statement {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** As text. */
  readonly condition: string
}

const listed = (value: unknown): string[] => [value].flat().map(String)

/** What a function may do. */
const rightsOf = (plan: Plan, name: string): Statement[] =>
  statementsOf(plan, `${name}Role`).map((statement) => ({
    actions: listed(statement['Action']),
    resources: listed(statement['Resource']),
    condition: JSON.stringify(statement['Condition'] ?? null),
  }))

/** Functions with a right like this. */
const those = (plan: Plan, isRight: (right: Statement) => boolean): string[] =>
  functionsOf(plan).filter((name) => rightsOf(plan, name).some(isRight))

const does = (right: Statement, pattern: RegExp): boolean => right.actions.some((action) => pattern.test(action))
const workers = ['AuditAks', 'AuditEks', 'AuditGke', 'AuditPlanes']

/** Sentences of SECURITY.md, word by word, and what the plan must show for each. */
const claims: Readonly<Record<string, (plan: Plan) => void>> = {
  'Each function has a role of its own, which only Lambda may assume.': (plan) => {
    promises['only Lambda becomes a function']?.(plan, 'production')
    const roles = functionsOf(plan).map((name) => JSON.stringify(inputsOf(plan, 'Function', `${name}Function`)['role']))
    expect(new Set(roles).size).toBe(functionsOf(plan).length)
  },
  'No action is a wildcard.': (plan) => promises['no action has a wildcard']?.(plan, 'production'),
  'A function writes the log group that is its own and no other.': (plan) => {
    for (const name of functionsOf(plan)) {
      const logs = rightsOf(plan, name).filter((right) => does(right, /^logs:/))
      expect(logs.map(({ resources }) => resources)).toEqual([[`${logGroupArn(plan, name)}:*`]])
    }
  },
  'No role has a managed policy': (plan) => {
    for (const name of functionsOf(plan)) {
      expect(inputsOf(plan, 'Role', `${name}Role`)['managedPolicyArns'], name).toEqual([])
    }
  },
  'Probe functions, which dial what clusters name, have no other right than to write their log.': (plan) => {
    for (const name of ['ProbeEuWest1', 'ProbeUsEast2']) expect(rightsOf(plan, name)).toHaveLength(1)
  },
  'Tokens are read and written by the API alone; of the others a function may learn whether there are any.': (plan) => {
    const reaches = ({ condition }: Statement) => condition.includes('"TOKENS"')
    expect(those(plan, (right) => reaches(right) && !right.condition.includes('"COUNT"'))).toEqual(['ApiFunction'])
    const unlimited = (right: Statement) =>
      does(right, /^dynamodb:/) && !right.condition.includes('dynamodb:LeadingKeys') && !right.resources.some(isIndex)
    expect(those(plan, unlimited)).toEqual([])
  },
  'Messages to Slack are recorded by `notify` and the watchdog alone.': (plan) => {
    const sends = (right: Statement) =>
      does(right, /^dynamodb:(Put|Update|Batch)/) && right.condition.includes('"OUTBOX#*"')
    expect(those(plan, sends)).toEqual(['Notify', 'Watchdog'])
  },
  'The indexes are read by the API alone.': (plan) => {
    expect(those(plan, ({ resources }) => resources.some(isIndex))).toEqual(['ApiFunction'])
  },
  'No role may scan or delete the table.': (plan) => {
    expect(those(plan, (right) => does(right, /^dynamodb:(Scan|Delete|PartiQL|Create)/))).toEqual([])
  },
  'Workers, which parse what clusters send, write neither the registry nor the list of runs.': (plan) => {
    const writes = (right: Statement) =>
      does(right, /^dynamodb:(Put|Update|Batch)/) && /"(CLUSTERS#|RUNS")/.test(right.condition)
    expect(those(plan, writes).filter((name) => workers.includes(name))).toEqual([])
    expect(those(plan, writes)).toContain('ConcludeRun')
  },
  'or asks for a token made out to one audience, of at most 300 seconds, signed with RS256.': (plan) => {
    const asks = (right: Statement) => does(right, /GetWebIdentityToken/)
    expect(those(plan, asks)).toEqual(['AuditAks', 'AuditGke'])
    const limited = (right: Statement) =>
      ['sts:IdentityTokenAudience', '"sts:DurationSeconds":["300"]', '"sts:SigningAlgorithm":["RS256"]'].every((part) =>
        right.condition.includes(part),
      )
    expect(those(plan, (right) => asks(right) && !limited(right))).toEqual([])
  },
  '`tick` and the API start executions of one state machine, and nothing else does.': (plan) => {
    const starts = (right: Statement) => does(right, /^states:/)
    expect(those(plan, starts)).toEqual(['ApiFunction', 'Tick'])
    expect(rightsOf(plan, 'Tick').find(starts)?.resources).toEqual([machineArn(plan)])
  },
  'The roles of the state machine and of the schedules act for that machine and that group of schedules, in this account.':
    (plan) => {
      expect(trustOf(plan, 'AuditRunRole')).toEqual([trustIn('states.amazonaws.com', machineArn(plan))])
      for (const role of ['NightlyRole', 'WatchRole']) {
        expect(trustOf(plan, role), role).toEqual([trustIn('scheduler.amazonaws.com', scheduleGroupArn(plan))])
      }
    },
  'Slack’s secrets are in the environment of `notify` and the watchdog alone.': (plan) => {
    const holders = functionsOf(plan).filter((name) =>
      Object.keys(variablesOf(plan, name)).some((key) => key.startsWith('SLACK_')),
    )
    expect(holders).toEqual(['Notify', 'Watchdog'])
  },
}

const isIndex = (arn: string): boolean => arn.includes('/index/')

describe('SECURITY.md', () => {
  let plan: Plan
  beforeAll(async () => {
    plan = await planOf({ stage: 'production', bundles: false })
  })

  it.each(Object.entries(claims))('%s', (sentence, check) => {
    expect(written.replaceAll("'", '’')).toContain(sentence)
    check(plan)
  })
})
