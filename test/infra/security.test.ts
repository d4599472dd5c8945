import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  outboxPartition,
  registryKey,
  runsPartition,
  tokensPartition,
} from '@fleet-auditor/adapters/store/table/keys.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { root } from './plan/places.ts'
import type { Plan } from './plan/plan-shape.ts'
import { planOf } from './plan/plan.ts'
import { logGroupArn, machineArn, scheduleGroupArn, tableArn, trustIn } from './planned/planned-arns.ts'
import {
  fleetOf,
  functionsOf,
  inputsOf,
  resourcesOf,
  statementsOf,
  trustOf,
  variablesOf,
} from './planned/planned-resources.ts'
import { statementsOfFunction } from './planned/planned-rights.ts'
import { promises } from './promises/all-promises.ts'
import { planned } from './promises/functions.ts'

const written = readFileSync(path.join(root, 'SECURITY.md'), 'utf8').replaceAll("'", '’')

/** Test, key of the request, values. */
const Condition = z.record(z.string(), z.record(z.string(), z.array(z.string())))
const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())])
const Statement = z
  .object({ Action: oneOrMore, Resource: oneOrMore, Condition: Condition.default({}) })
  .transform((parsed) => ({ actions: parsed.Action, resources: parsed.Resource, condition: parsed.Condition }))
type Statement = z.infer<typeof Statement>

/** What a function may do. */
const rightsOf = (plan: Plan, name: string): Statement[] => Statement.array().parse(statementsOf(plan, `${name}Role`))

/** Functions with a right like this. */
const those = (plan: Plan, isRight: (right: Statement) => boolean): string[] =>
  functionsOf(plan).filter((name) => rightsOf(plan, name).some(isRight))

const does = (right: Statement, pattern: RegExp): boolean => right.actions.some((action) => pattern.test(action))
const reads = (right: Statement): boolean => does(right, /^dynamodb:(Get|Query|BatchGet|Scan)/)
const writes = (right: Statement): boolean => does(right, /^dynamodb:(Put|Update|BatchWrite|Delete)/)

const leadingKeys = ({ condition }: Statement): readonly string[] | undefined =>
  condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']

/** Whether a right on the table is one on this partition: IAM's patterns have `*` for any text and `?` for a character. */
function reachesKey(right: Statement, key: string): boolean {
  if (!right.resources.some((arn) => arn.includes(':dynamodb:') && !isIndex(arn))) return false
  const patterns = leadingKeys(right)
  return patterns === undefined || patterns.some((pattern) => isLike(pattern, key))
}

const isLike = (pattern: string, text: string): boolean => {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text)
}

const isIndex = (arn: string): boolean => arn.includes('/index/')

function holds(plan: Plan, title: string): void {
  const promise = promises[title]
  if (promise === undefined) throw new Error(`no promise is called ${title}`)
  promise(plan, 'production')
}

const workers = ['AuditAks', 'AuditEks', 'AuditGke', 'AuditPlanes']
const managedOf = (plan: Plan): [name: string, policies: unknown][] =>
  resourcesOf(plan, 'Role').map(({ name, inputs }) => [name, inputs['managedPolicyArns'] ?? []])

interface Plans {
  /** Of test/infra/fleet.yaml. */
  readonly plan: Plan
  /** Of an organization, with EGRESS=fixed. */
  readonly wide: Plan
}

/** Sentences of SECURITY.md, word by word, and what the plan must show for each. */
const claims: Readonly<Record<string, (plans: Plans) => void>> = {
  'Each function has a role of its own, which only Lambda may assume.': ({ plan }) => {
    holds(plan, 'only Lambda becomes a function')
    const roles = functionsOf(plan).map((name) => JSON.stringify(inputsOf(plan, 'Function', `${name}Function`)['role']))
    expect(new Set(roles).size).toBe(functionsOf(plan).length)
  },
  'No action is a wildcard.': ({ plan, wide }) => {
    holds(plan, 'no action has a wildcard')
    holds(wide, 'no action has a wildcard')
  },
  'A function writes the log group that is its own and no other.': ({ plan }) => {
    for (const name of functionsOf(plan)) {
      const logs = rightsOf(plan, name).filter((right) => does(right, /^logs:/))
      expect(logs.map(({ resources }) => resources)).toEqual([[`${logGroupArn(plan, name)}:*`]])
    }
  },
  'No role has a managed policy': ({ plan }) => {
    expect(managedOf(plan).length).toBeGreaterThan(functionsOf(plan).length)
    expect(managedOf(plan).filter(([, policies]) => JSON.stringify(policies) !== '[]')).toEqual([])
    expect(resourcesOf(plan, 'RolePolicyAttachment')).toEqual([])
  },
  'with `EGRESS=fixed`, those in a network have AWS’s for network interfaces.': ({ wide }) => {
    const placed = functionsOf(wide).filter((name) => inputsOf(wide, 'Function', `${name}Function`)['vpcConfig'])
    expect(placed.length).toBeGreaterThan(4)
    const interfaces = 'arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess'
    for (const [name, policies] of managedOf(wide)) {
      expect(policies, name).toEqual(placed.includes(name.replace(/Role$/, '')) ? [interfaces] : [])
    }
  },
  'Probe functions, which dial what clusters name, have no other right than to write their log.': ({ plan }) => {
    const probes = functionsOf(plan).filter((name) => name.startsWith('Probe'))
    expect(probes).toEqual(['ProbeEuWest1', 'ProbeUsEast2'])
    for (const name of probes) expect(statementsOf(plan, `${name}Role`)).toEqual(statementsOfFunction(plan, name, []))
  },
  'On the table each function reads and writes the partitions that its step works on (`dynamodb:LeadingKeys`).': ({
    plan,
  }) => {
    const onTable = (right: Statement) => right.resources.includes(tableArn(plan))
    expect(those(plan, (right) => onTable(right) && leadingKeys(right) === undefined)).toEqual([])
    const users = those(plan, onTable)
    expect(users.length).toBeGreaterThan(8)
    for (const name of users) {
      const rights = planned[name]?.rights(FleetFile.parse({})) ?? []
      const wanted = statementsOfFunction(plan, name, rights).filter((each) =>
        JSON.stringify(each).includes('dynamodb:'),
      )
      const found = statementsOf(plan, `${name}Role`).filter((each) => JSON.stringify(each).includes('dynamodb:'))
      expect(found, name).toEqual(wanted)
    }
  },
  'Tokens are read and written by the API alone; of the others a function may learn whether there are any.': ({
    plan,
  }) => {
    const reaches = (right: Statement) => (reads(right) || writes(right)) && reachesKey(right, tokensPartition)
    const counts = ({ actions, condition }: Statement) =>
      actions.join() === 'dynamodb:Query' && condition['StringEquals']?.['dynamodb:Select']?.join() === 'COUNT'
    expect(those(plan, (right) => reaches(right) && !counts(right))).toEqual(['ApiFunction'])
    expect(those(plan, (right) => reaches(right) && counts(right)).length).toBeGreaterThan(0)
  },
  'Messages to Slack are recorded by `notify` and the watchdog alone.': ({ plan }) => {
    const sends = (right: Statement) => writes(right) && reachesKey(right, outboxPartition('run'))
    expect(those(plan, sends)).toEqual(['Notify', 'Watchdog'])
  },
  'The indexes are read by the API alone.': ({ plan }) => {
    expect(those(plan, ({ resources }) => resources.some(isIndex))).toEqual(['ApiFunction'])
  },
  'No role may scan or delete the table.': ({ plan }) => {
    expect(those(plan, (right) => does(right, /^dynamodb:(Scan|Delete|PartiQL|Create)/))).toEqual([])
  },
  'Workers, which parse what clusters send, write neither the registry nor the list of runs.': ({ plan }) => {
    for (const key of [registryKey('cluster').pk, runsPartition]) {
      const writers = those(plan, (right) => writes(right) && reachesKey(right, key))
      expect(writers.filter((name) => workers.includes(name))).toEqual([])
      expect(writers).toContain('ConcludeRun')
    }
  },
  'A cloud’s worker assumes the roles of the fleet file, members’ roles only in accounts of their organization, ': ({
    plan,
    wide,
  }) => {
    const assumes = (right: Statement) => does(right, /^sts:AssumeRole/)
    const of = (each: Plan) => rightsOf(each, 'AuditEks').filter(assumes)
    expect([those(plan, assumes), those(wide, assumes)]).toEqual([['AuditEks'], ['AuditEks']])
    const named = fleetOf('test/infra/fleet.yaml').sources.aws.flatMap(({ roleArn }) => roleArn ?? [])
    expect(of(plan)).toEqual([{ actions: ['sts:AssumeRole'], resources: named, condition: {} }])
    const members = of(wide).filter(({ resources }) => resources.some((arn) => arn.includes('::*:')))
    expect(members.map(({ condition }) => condition)).toEqual([
      { StringEquals: { 'aws:ResourceOrgID': [expect.stringContaining('PrincipalOrgID')] } },
    ])
  },
  'or asks for a token made out to one audience, of at most 300 seconds, signed with RS256.': ({ plan }) => {
    const asks = (right: Statement) => does(right, /GetWebIdentityToken/)
    expect(those(plan, asks)).toEqual(['AuditAks', 'AuditGke'])
    for (const { condition } of ['AuditAks', 'AuditGke'].flatMap((name) => rightsOf(plan, name).filter(asks))) {
      const keys = Object.values(condition).reduce((all, each) => ({ ...all, ...each }), {})
      expect(keys).toEqual({
        'sts:IdentityTokenAudience': [expect.any(String)],
        'sts:DurationSeconds': ['300'],
        'sts:SigningAlgorithm': ['RS256'],
      })
      expect(Object.keys(condition)).toContain('NumericLessThanEquals')
    }
  },
  '`tick` and the API start executions of one state machine, and nothing else does.': ({ plan }) => {
    const starts = (right: Statement) => does(right, /^states:/)
    expect(those(plan, starts)).toEqual(['ApiFunction', 'Tick'])
    for (const name of ['ApiFunction', 'Tick']) {
      const started = rightsOf(plan, name).filter(starts)
      expect(started, name).toEqual([
        { actions: ['states:StartExecution'], resources: [machineArn(plan)], condition: {} },
      ])
    }
  },
  '`notify` and the watchdog publish to the one topic that the fleet file names.': ({ plan }) => {
    const publishes = (right: Statement) => does(right, /^sns:/)
    expect(those(plan, publishes)).toEqual(['Notify', 'Watchdog'])
    const topic = fleetOf('test/infra/fleet.yaml').slack.criticalTopic
    for (const name of ['Notify', 'Watchdog']) {
      const topics = rightsOf(plan, name).filter(publishes)
      expect(topics, name).toEqual([{ actions: ['sns:Publish'], resources: [topic], condition: {} }])
    }
  },
  'The roles of the state machine and of the schedules act for that machine and that group of schedules, in this account.':
    ({ plan }) => {
      expect(trustOf(plan, 'AuditRunRole')).toEqual([trustIn('states.amazonaws.com', machineArn(plan))])
      for (const role of ['NightlyRole', 'WatchRole']) {
        expect(trustOf(plan, role), role).toEqual([trustIn('scheduler.amazonaws.com', scheduleGroupArn(plan))])
      }
    },
  'Slack’s secrets are in the environment of `notify` and the watchdog alone.': ({ plan }) => {
    const holders = functionsOf(plan).filter((name) =>
      Object.keys(variablesOf(plan, name)).some((key) => key.startsWith('SLACK_')),
    )
    expect(holders).toEqual(['Notify', 'Watchdog'])
  },
}

describe('SECURITY.md', () => {
  let plans: Plans
  beforeAll(async () => {
    const order = { stage: 'production', bundles: false } as const
    const [plan, wide] = await Promise.all([
      planOf(order),
      planOf({ ...order, fleetFile: 'test/infra/fleets/everything.yaml', options: { EGRESS: 'fixed' } }),
    ])
    plans = { plan, wide }
  })

  it.each(Object.entries(claims))('%s', (sentence, check) => {
    expect(written).toContain(sentence)
    check(plans)
  })

  it('claims nothing in the list of what functions may do that no case above compares with the plan', () => {
    const list = written.split('\n').filter((line) => line.startsWith('- '))
    expect(list.length).toBeGreaterThan(8)
    const rest = Object.keys(claims).reduce((text, claim) => text.replace(claim, ''), list.join('\n'))
    expect(rest.replaceAll(/^- |[;\s]/gm, '')).toBe('')
  })
})

describe('a pattern of IAM', () => {
  it.each([
    ['TOKENS', 'TOKENS', true],
    ['TOKENS', 'TOKENS2', false],
    ['T*', 'TOKENS', true],
    ['*', 'TOKENS', true],
    ['TOKEN?', 'TOKENS', true],
    ['RUN#*', 'RUNS', false],
    ['CLUSTERS#*', 'CLUSTERS#3', true],
    ['OUTBOX#*', 'OUTBOX#20260101T000000Z-aa', true],
    ['a.c', 'abc', false],
  ])('%s on the partition %s: %s', (pattern, key, expected) => {
    const condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pattern] } }
    const right = { actions: ['dynamodb:Query'], resources: ['arn:aws:dynamodb:eu-west-1:1:table/t'], condition }
    expect(reachesKey(right, key)).toBe(expected)
  })
})
