import {
  awsRights,
  azureTokenRights,
  googleTokenRights,
  probeRights,
} from '@fleet-auditor/audit/access/function-roles.ts'
import { tableRights } from '@fleet-auditor/audit/access/table-rights.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from './plan/plan-shape.ts'
import { planOf } from './plan/plan.ts'
import { functionArn, logGroupArn, machineArn, tableArn, topicArn } from './planned/planned-arns.ts'
import {
  fleetOf,
  functionsOf,
  inputsOf,
  resourceOf,
  resourcesOf,
  statementsOf,
  variablesOf,
} from './planned/planned-resources.ts'
import { statementsOfFunction } from './planned/planned-rights.ts'

const everything = 'test/infra/fleets/everything.yaml'

describe('every option', () => {
  let plan: Plan
  beforeAll(async () => {
    plan = await planOf({
      stage: 'production',
      bundles: false,
      fleetFile: everything,
      options: {
        AUDITOR_REGION: 'eu-central-1',
        EGRESS: 'fixed',
        ALARM_EMAIL: 'team@example.com',
        RUN_AGE_HOURS: '80',
        API_JWT_ISSUER: 'https://login.example.com',
        API_JWT_AUDIENCES: 'fleet, pager',
        API_JWT_SCOPES: 'fleet-auditor/read',
        CONCURRENT_FUNCTIONS: '1000',
      },
    })
  })

  it('AUDITOR_REGION: everything is there, probes of other regions apart', () => {
    expect(plan.app.providers.aws.region).toBe('eu-central-1')
    expect(tableArn(plan)).toContain(':eu-central-1:')
    expect(machineArn(plan)).toContain(':eu-central-1:')
    expect(resourceOf(plan, 'Function', 'ProbeEuCentral1Function').region).toBe('eu-central-1')
    expect(resourceOf(plan, 'Function', 'ProbeUsEast2Function').region).toBe('us-east-2')
  })

  it('EGRESS=fixed: what audits and probes is in a network with NAT of its region, nothing else is', () => {
    const placed = functionsOf(plan).filter((name) => inputsOf(plan, 'Function', `${name}Function`)['vpcConfig'])
    expect(placed).toEqual(['AuditAks', 'AuditEks', 'AuditGke', 'AuditPlanes', 'ProbeEuCentral1', 'ProbeUsEast2'])
    for (const name of placed) {
      // A function in a network makes its own interfaces there; the policy with logs would let it write every one.
      expect(inputsOf(plan, 'Role', `${name}Role`)['managedPolicyArns'], name).toEqual([
        expect.stringMatching(/AWSLambdaENIManagementAccess$/),
      ])
    }
    const gateways = resourcesOf(plan, 'NatGateway').map(({ region }) => region)
    expect(gateways.toSorted()).toEqual(['eu-central-1', 'eu-central-1', 'us-east-2', 'us-east-2'])
    expect(inputsOf(plan, 'Function', 'ProbeUsEast2Function')['vpcConfig']).toMatchObject({
      subnetIds: ['EgressUsEast2PrivateSubnet1-id', 'EgressUsEast2PrivateSubnet2-id'],
    })
  })

  it('API_JWT_*: people sign in at the gateway; tokens go to the app, under a path of their own', () => {
    const routes = resourcesOf(plan, 'Route').map(({ inputs }) => [inputs['routeKey'], inputs['authorizationType']])
    expect(Object.fromEntries(routes)).toEqual({
      $default: 'JWT',
      'ANY /t/{proxy+}': 'NONE',
      'GET /healthz': 'NONE',
      'GET /readyz': 'NONE',
      'HEAD /healthz': 'NONE',
      'HEAD /readyz': 'NONE',
    })
    expect(inputsOf(plan, 'Authorizer')['jwtConfiguration']).toEqual({
      issuer: 'https://login.example.com',
      audiences: ['fleet', 'pager'],
    })
    const scopes = resourcesOf(plan, 'Route').map(({ inputs }) => [inputs['routeKey'], inputs['authorizationScopes']])
    expect(Object.fromEntries(scopes)).toMatchObject({ $default: ['fleet-auditor/read'] })
  })

  it('EGRESS=fixed: what goes to the table passes no NAT gateway', () => {
    const endpoints = resourcesOf(plan, 'VpcEndpoint').map(({ region, inputs }) => [region, inputs] as const)
    expect(Object.fromEntries(endpoints)).toMatchObject({
      'eu-central-1': { serviceName: 'com.amazonaws.eu-central-1.dynamodb', vpcEndpointType: 'Gateway' },
      'us-east-2': { serviceName: 'com.amazonaws.us-east-2.dynamodb', vpcEndpointType: 'Gateway' },
    })
    for (const [region, { routeTableIds }] of endpoints) expect(routeTableIds, region).toHaveLength(2)
  })

  it('CONCURRENT_FUNCTIONS: a flood of requests takes no slot of a run', () => {
    const reserved = functionsOf(plan).flatMap((name) => {
      const of = inputsOf(plan, 'Function', `${name}Function`)['reservedConcurrentExecutions']
      return of === undefined ? [] : [[name, of]]
    })
    expect(Object.fromEntries(reserved)).toEqual({ ApiFunction: 10, ProbeEuCentral1: 200, ProbeUsEast2: 200 })
  })

  it('are remembered for the next deployment, by stage', () => {
    const { name, value } = inputsOf(plan, 'Parameter')
    expect(name).toBe('/fleet-auditor/production/options')
    expect(JSON.parse(String(value))).toMatchObject({ AUDITOR_REGION: 'eu-central-1', EGRESS: 'fixed' })
  })

  it('are remembered once everything else is made: a deployment that fails leaves those of the last one', () => {
    expect(plan.resources.at(-1)).toMatchObject({ type: 'aws:ssm/parameter:Parameter', name: 'Options' })
    expect(plan.resources.length).toBeGreaterThan(200)
  })

  it('ALARM_EMAIL and RUN_AGE_HOURS', () => {
    expect(inputsOf(plan, 'TopicSubscription')).toMatchObject({
      topic: topicArn(plan),
      protocol: 'email',
      endpoint: 'team@example.com',
    })
    expect(inputsOf(plan, 'MetricAlarm', 'RunMissing')['threshold']).toBe(80)
  })

  it('a schedule of weekdays', () => {
    expect(inputsOf(plan, 'Schedule', 'NightlySchedule')).toMatchObject({
      scheduleExpression: 'cron(30 1 ? * MON,TUE,WED,THU,FRI *)',
      scheduleExpressionTimezone: 'Etc/UTC',
    })
  })

  it.each([
    ['AuditEks', awsRights],
    ['AuditGke', googleTokenRights],
    ['AuditAks', azureTokenRights],
    ['AuditPlanes', () => []],
  ] as const)('wide sources: the rights of %s', (name, ownRights) => {
    const fleet = fleetOf(everything)
    const rights = [...tableRights('audit'), ...probeRights(fleet), ...ownRights(fleet)]
    expect(statementsOf(plan, `${name}Role`)).toEqual(statementsOfFunction(plan, name, rights))
  })
})

describe('DEPLOY=dead-man', () => {
  let plan: Plan
  beforeAll(async () => {
    plan = await planOf({
      stage: 'production',
      bundles: false,
      fleetFile: 'no-such-fleet.yaml',
      options: {
        DEPLOY: 'dead-man',
        DEAD_MAN_URL: 'https://api.example.com/t/v1/summary',
        ALARM_EMAIL: 'a@example.com',
      },
    })
  })

  it('is an app of its own, with one function and no fleet file', () => {
    expect(plan.app.name).toBe('fleet-auditor-dead-man')
    expect(functionsOf(plan)).toEqual(['DeadManFunction'])
    expect(resourcesOf(plan, 'Table')).toEqual([])
    expect(variablesOf(plan, 'DeadManFunction')).toMatchObject({
      DEAD_MAN_URL: 'https://api.example.com/t/v1/summary',
      DEAD_MAN_TOPIC: topicArn(plan),
      DEAD_MAN_HOURS: '26',
      DEAD_MAN_TOKEN: 'none',
    })
    expect(variablesOf(plan, 'DeadManFunction')).not.toHaveProperty('FLEET_FILE')
  })

  it('remembers its options once everything else is made', () => {
    expect(plan.resources.at(-1)?.name).toBe('Options')
  })

  it('has alarms for its errors and its silence', () => {
    const missing = (name: string) => inputsOf(plan, 'MetricAlarm', name)['treatMissingData']
    expect([missing('DeadManErrors'), missing('DeadManSilent')]).toEqual(['ignore', 'breaching'])
    for (const { inputs } of resourcesOf(plan, 'MetricAlarm')) expect(inputs['alarmActions']).toEqual([topicArn(plan)])
  })

  it('may speak to its topic, every hour', () => {
    expect(statementsOf(plan, 'DeadManFunctionRole')).toEqual([
      { Effect: 'Allow', Action: ['sns:Publish'], Resource: [topicArn(plan)] },
      { Effect: 'Allow', Action: expect.any(Array), Resource: [`${logGroupArn(plan, 'DeadManFunction')}:*`] },
    ])
    expect(inputsOf(plan, 'Schedule')).toMatchObject({
      scheduleExpression: 'rate(1 hour)',
      target: { arn: functionArn(plan, 'DeadManFunction') },
    })
    // Lambda's own two retries would report it three times.
    expect(inputsOf(plan, 'FunctionEventInvokeConfig')['maximumRetryAttempts']).toBe(0)
  })
})

describe('options that differ from the last deployment’s', () => {
  const last = JSON.stringify({
    AUDITOR_REGION: 'eu-west-1',
    FLEET_FILE: 'test/infra/fleet.yaml',
    DEPLOY: 'auditor',
    EGRESS: 'fixed',
    RUN_AGE_HOURS: 26,
    ALARM_EMAIL: 'team@example.com',
  })
  const order = { stage: 'dev', bundles: false, parameters: { '/fleet-auditor/dev/options': last } } as const

  it('stop it: a shell that forgot them removes nothing', async () => {
    await expect(planOf(order)).rejects.toThrow(
      /ALARM_EMAIL was "team@example\.com", is not set; EGRESS was "fixed", is "any"/,
    )
  })

  it('are deployed once that is confirmed', async () => {
    const plan = await planOf({ ...order, options: { CONFIRM_OPTIONS: 'yes' } })
    expect(resourcesOf(plan, 'NatGateway')).toEqual([])
  })

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['the same options', { EGRESS: 'fixed', ALARM_EMAIL: 'team@example.com' }, order.parameters],
    ['another stage’s options', {}, { '/fleet-auditor/production/options': last }],
  ])('do not stop it for %s', async (_, options, parameters) => {
    const plan = await planOf({ ...order, options, parameters })
    expect(resourcesOf(plan, 'Table')).toHaveLength(1)
  })
})

describe('an option that is none stops the deployment', () => {
  it.each([
    ['an issuer without audiences', { API_JWT_ISSUER: 'https://login.example.com' }, /API_JWT_ISSUER.*go together/],
    ['a dead man without a URL', { DEPLOY: 'dead-man' }, /needs DEAD_MAN_URL/],
    ['no region', { AUDITOR_REGION: '' }, /AUDITOR_REGION/],
    ['scopes without an issuer', { API_JWT_SCOPES: 'read' }, /API_JWT_SCOPES needs API_JWT_ISSUER/],
    ['an egress that is none', { EGRESS: 'yes' }, /EGRESS/],
    ['an address that is none', { ALARM_EMAIL: 'team' }, /ALARM_EMAIL/],
  ])('%s', async (_, options, message) => {
    await expect(planOf({ stage: 'dev', bundles: false, options })).rejects.toThrow(message)
  })
})
