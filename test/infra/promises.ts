import { expect } from 'vitest'
import { awsActions } from '@fleet-auditor/audit/access/cloud-roles.ts'
import { tableActions } from '@fleet-auditor/audit/access/table-actions.ts'
import { account } from './plan/account.ts'
import type { Plan } from './plan/plan-shape.ts'
import { inputsOf, statementsOf, trustOf, variablesOf } from './planned.ts'

export type Stage = 'dev' | 'production'

/** What the deployment promises; each throws where a plan breaks it. */
export const promises: Readonly<Record<string, (plan: Plan, stage: Stage) => void>> = {
  'keys of the table': (plan) => {
    expect(inputsOf(plan, 'Table')).toMatchObject({ hashKey: 'pk', rangeKey: 'sk', billingMode: 'PAY_PER_REQUEST' })
  },
  'both indexes, whole items': (plan) => {
    expect(inputsOf(plan, 'Table')['globalSecondaryIndexes']).toEqual([
      { name: 'gsi1', hashKey: 'gsi1pk', rangeKey: 'gsi1sk', projectionType: 'ALL' },
      { name: 'gsi2', hashKey: 'gsi2pk', rangeKey: 'gsi2sk', projectionType: 'ALL' },
    ])
  },
  'rows that expire': (plan) => {
    expect(inputsOf(plan, 'Table')['ttl']).toEqual({ attributeName: 'expiresAt', enabled: true })
  },
  'point-in-time recovery': (plan) => {
    expect(inputsOf(plan, 'Table')['pointInTimeRecovery']).toEqual({ enabled: true })
  },
  'production outlives a mistake': ({ app, ...plan }, stage) => {
    const production = stage === 'production'
    expect(inputsOf({ app, ...plan }, 'Table')['deletionProtectionEnabled']).toBe(production)
    expect(app).toMatchObject({ protect: production, removal: production ? 'retain' : 'remove' })
  },
  'the schedule and its time zone': (plan) => {
    expect(inputsOf(plan, 'Schedule')).toMatchObject({
      scheduleExpression: 'cron(0 2 * * ? *)',
      scheduleExpressionTimezone: 'Etc/UTC',
      state: 'ENABLED',
      flexibleTimeWindow: { mode: 'OFF' },
    })
  },
  'the night in the event': (plan) => {
    const input = JSON.stringify({ scheduledTime: '<aws.scheduler.scheduled-time>' })
    expect(inputsOf(plan, 'Schedule')['target']).toMatchObject({ arn: functionArn(plan), input })
  },
  'the schedule may invoke the function and nothing else': (plan) => {
    expect(statementsOf(plan, 'NightlyRole')).toEqual([
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [functionArn(plan)] },
    ])
    expect(trustOf(plan, 'NightlyRole')).toEqual([{ Service: 'scheduler.amazonaws.com' }])
  },
  'time and memory of the function': (plan) => {
    expect(inputsOf(plan, 'Function')).toMatchObject({
      timeout: 900,
      memorySize: 1769,
      architectures: ['arm64'],
      runtime: 'nodejs24.x',
      handler: 'bundle.handler',
    })
  },
  'environment of the function': (plan) => {
    const { TABLE_NAME, FLEET_FILE, ...sst } = variablesOf(plan)
    expect({ TABLE_NAME, FLEET_FILE }).toEqual({
      TABLE_NAME: inputsOf(plan, 'Table')['name'],
      FLEET_FILE: 'fleet.yaml',
    })
    expect(Object.keys(sst).toSorted()).toEqual(['SST_KEY', 'SST_KEY_FILE', 'SST_RESOURCE_App'])
  },
  'least rights of the function': (plan) => {
    const table = `arn:aws:dynamodb:eu-west-1:${account}:table/${String(inputsOf(plan, 'Table')['name'])}`
    expect(statementsOf(plan, 'NightlyHandlerRole')).toEqual([
      { Effect: 'Allow', Action: [...tableActions], Resource: [table, `${table}/index/*`] },
      { Effect: 'Allow', Action: [...awsActions], Resource: ['*'] },
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Resource: [
          'arn:aws:iam::444455556666:role/fleet-auditor',
          'arn:aws:iam::777788889999:role/platform/fleet-auditor',
        ],
      },
    ])
    expect(inputsOf(plan, 'Role', 'NightlyHandlerRole')['managedPolicyArns']).toEqual([
      'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    ])
  },
  'only Lambda becomes the function': (plan) => {
    expect(trustOf(plan, 'NightlyHandlerRole')).toEqual([{ Service: 'lambda.amazonaws.com' }])
  },
  'a month of logs': (plan) => {
    const { name, retentionInDays } = inputsOf(plan, 'LogGroup')
    expect(retentionInDays).toBe(30)
    expect(inputsOf(plan, 'Function')['loggingConfig']).toEqual({ logFormat: 'JSON', logGroup: name })
  },
  'nothing else': (plan) => {
    const made = plan.resources.map(({ type }) => type).filter((type) => type.startsWith('aws:'))
    expect(made.toSorted()).toEqual([
      'aws:cloudwatch/logGroup:LogGroup',
      'aws:dynamodb/table:Table',
      'aws:iam/role:Role',
      'aws:iam/role:Role',
      'aws:lambda/function:Function',
      'aws:s3/bucketObjectv2:BucketObjectv2',
      'aws:scheduler/schedule:Schedule',
    ])
  },
}

const functionArn = (plan: Plan): string =>
  `arn:aws:lambda:eu-west-1:${account}:function:${String(inputsOf(plan, 'Function')['name'])}`
