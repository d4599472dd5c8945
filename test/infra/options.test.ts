import {
  awsRights,
  azureTokenRights,
  googleTokenRights,
  probeRights,
  tableRights,
} from '@fleet-auditor/audit/access/function-roles.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from './plan/plan-shape.ts'
import { planOf } from './plan/plan.ts'
import { functionArn, machineArn, tableArn, topicArn } from './planned/planned-arns.ts'
import {
  fleetOf,
  functionsOf,
  inputsOf,
  resourceOf,
  resourcesOf,
  statementsOf,
  variablesOf,
} from './planned/planned-resources.ts'
import { statementsFor } from './planned/planned-rights.ts'

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
      // Beside its log, a function in a network makes its own interfaces there.
      expect(inputsOf(plan, 'Role', `${name}Role`)['managedPolicyArns'], name).toContainEqual(
        expect.stringMatching(/AWSLambdaVPCAccessExecutionRole$/),
      )
    }
    const gateways = resourcesOf(plan, 'NatGateway').map(({ region }) => region)
    expect(gateways.toSorted()).toEqual(['eu-central-1', 'eu-central-1', 'us-east-2', 'us-east-2'])
    expect(inputsOf(plan, 'Function', 'ProbeUsEast2Function')['vpcConfig']).toMatchObject({
      subnetIds: ['EgressUsEast2PrivateSubnet1-id', 'EgressUsEast2PrivateSubnet2-id'],
    })
  })

  it('API_JWT_*: the gateway asks who it is, everywhere but where health is asked', () => {
    const routes = resourcesOf(plan, 'Route').map(({ inputs }) => [inputs['routeKey'], inputs['authorizationType']])
    expect(Object.fromEntries(routes)).toEqual({ $default: 'JWT', 'GET /healthz': 'NONE' })
    expect(inputsOf(plan, 'Authorizer')['jwtConfiguration']).toEqual({
      issuer: 'https://login.example.com',
      audiences: ['fleet', 'pager'],
    })
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
    const rights = [tableRights, ...probeRights(fleet), ...ownRights(fleet)]
    expect(statementsOf(plan, `${name}Role`)).toEqual(statementsFor(plan, rights))
  })
})

describe('DEPLOY=dead-man', () => {
  let plan: Plan
  beforeAll(async () => {
    plan = await planOf({
      stage: 'production',
      bundles: false,
      fleetFile: 'no-such-fleet.yaml',
      options: { DEPLOY: 'dead-man', DEAD_MAN_URL: 'https://api.example.com/v1/summary', ALARM_EMAIL: 'a@example.com' },
    })
  })

  it('is an app of its own, with one function and no fleet file', () => {
    expect(plan.app.name).toBe('fleet-auditor-dead-man')
    expect(functionsOf(plan)).toEqual(['DeadManFunction'])
    expect(resourcesOf(plan, 'Table')).toEqual([])
    expect(variablesOf(plan, 'DeadManFunction')).toMatchObject({
      DEAD_MAN_URL: 'https://api.example.com/v1/summary',
      DEAD_MAN_TOPIC: topicArn(plan),
      DEAD_MAN_HOURS: '26',
      DEAD_MAN_TOKEN: 'none',
    })
    expect(variablesOf(plan, 'DeadManFunction')).not.toHaveProperty('FLEET_FILE')
  })

  it('has alarms for its errors and its silence', () => {
    const missing = (name: string) => inputsOf(plan, 'MetricAlarm', name)['treatMissingData']
    expect([missing('DeadManErrors'), missing('DeadManSilent')]).toEqual(['notBreaching', 'breaching'])
    for (const { inputs } of resourcesOf(plan, 'MetricAlarm')) expect(inputs['alarmActions']).toEqual([topicArn(plan)])
  })

  it('may speak to its topic, every hour', () => {
    expect(statementsOf(plan, 'DeadManFunctionRole')).toEqual([
      { Effect: 'Allow', Action: ['sns:Publish'], Resource: [topicArn(plan)] },
    ])
    expect(inputsOf(plan, 'Schedule')).toMatchObject({
      scheduleExpression: 'rate(1 hour)',
      target: { arn: functionArn(plan, 'DeadManFunction') },
    })
    // Lambda's own two retries would report it three times.
    expect(inputsOf(plan, 'FunctionEventInvokeConfig')['maximumRetryAttempts']).toBe(0)
  })
})

describe('an option that is none stops the deployment', () => {
  it.each([
    ['an issuer without audiences', { API_JWT_ISSUER: 'https://login.example.com' }, /API_JWT_ISSUER.*go together/],
    ['a dead man without a URL', { DEPLOY: 'dead-man' }, /needs DEAD_MAN_URL/],
    ['an egress that is none', { EGRESS: 'yes' }, /EGRESS/],
    ['an address that is none', { ALARM_EMAIL: 'team' }, /ALARM_EMAIL/],
  ])('%s', async (_, options, message) => {
    await expect(planOf({ stage: 'dev', bundles: false, options })).rejects.toThrow(message)
  })
})
