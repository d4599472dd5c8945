import {
  awsRights,
  azureTokenRights,
  googleTokenRights,
  pageRights,
  probeRights,
  startRights,
} from '@fleet-auditor/audit/access/function-roles.ts'
import type { Right } from '@fleet-auditor/audit/access/right.ts'
import { tableRights, type TableWork } from '@fleet-auditor/audit/access/table-rights.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { expect } from 'vitest'
import type { Plan } from '../plan/plan-shape.ts'
import { functionArn, logGroupArn, machineArn } from '../planned/planned-arns.ts'
import { functionsOf, inputsOf, resourceOf, variablesOf } from '../planned/planned-resources.ts'
import type { Promises } from './promise.ts'

/** Seconds and megabytes. */
interface Planned {
  readonly handler: string
  readonly timeout: number
  readonly memory: number
  readonly variables: readonly (keyof typeof values)[]
  readonly rights: (fleet: FleetFile) => readonly Right[]
}

const onTable = (work: TableWork) => () => tableRights(work)
const notifying = (work: TableWork) => (fleet: FleetFile) => [...tableRights(work), ...pageRights(fleet)]

const worker = (handler: string, ownRights: Planned['rights'] = () => []): Planned => ({
  handler,
  timeout: 900,
  memory: 1769,
  variables: ['TABLE_NAME', 'PROBE_FUNCTIONS'],
  rights: (fleet) => [...tableRights('audit'), ...probeRights(fleet), ...ownRights(fleet)],
})
const slack = ['SLACK_BOT_TOKEN', 'SLACK_WEBHOOK_URL'] as const

/** Every function that is deployed, by its component. */
export const planned: Readonly<Record<string, Planned>> = {
  ApiFunction: {
    handler: 'api',
    timeout: 29,
    memory: 1024,
    variables: ['TABLE_NAME', 'STATE_MACHINE_ARN'],
    rights: () => [...tableRights('serve'), startRights],
  },
  AuditAks: worker('audit-aks', azureTokenRights),
  AuditEks: worker('audit-eks', awsRights),
  AuditGke: worker('audit-gke', googleTokenRights),
  AuditPlanes: worker('audit-planes'),
  ConcludeRun: {
    handler: 'conclude-run',
    timeout: 900,
    memory: 3008,
    variables: ['TABLE_NAME'],
    rights: onTable('conclude'),
  },
  Notify: {
    handler: 'notify',
    timeout: 300,
    memory: 1024,
    variables: ['TABLE_NAME', ...slack],
    rights: notifying('notify'),
  },
  PlanScopes: {
    handler: 'plan-scopes',
    timeout: 180,
    memory: 1024,
    variables: ['TABLE_NAME'],
    rights: onTable('plan'),
  },
  PlanShards: {
    handler: 'plan-shards',
    timeout: 300,
    memory: 1769,
    variables: ['TABLE_NAME'],
    rights: onTable('plan'),
  },
  ProbeEuWest1: { handler: 'probe', timeout: 60, memory: 512, variables: [], rights: () => [] },
  ProbeUsEast2: { handler: 'probe', timeout: 60, memory: 512, variables: [], rights: () => [] },
  RecordFailure: {
    handler: 'record-failure',
    timeout: 30,
    memory: 512,
    variables: ['TABLE_NAME'],
    rights: onTable('plan'),
  },
  StartRun: { handler: 'start-run', timeout: 60, memory: 512, variables: ['TABLE_NAME'], rights: onTable('start') },
  Tick: { handler: 'tick', timeout: 30, memory: 512, variables: ['STATE_MACHINE_ARN'], rights: () => [startRights] },
  Watchdog: {
    handler: 'watchdog',
    timeout: 840,
    memory: 3008,
    variables: ['TABLE_NAME', ...slack],
    rights: notifying('watch'),
  },
}

const values = {
  TABLE_NAME: (plan: Plan) => inputsOf(plan, 'Table')['name'],
  STATE_MACHINE_ARN: machineArn,
  PROBE_FUNCTIONS: (plan: Plan) =>
    JSON.stringify({
      'eu-west-1': functionArn(plan, 'ProbeEuWest1'),
      'us-east-2': functionArn(plan, 'ProbeUsEast2'),
    }),
  SLACK_BOT_TOKEN: () => 'none',
  SLACK_WEBHOOK_URL: () => 'none',
} as const

/** What SST sets for itself. */
const ofSst = /^SST_(KEY|KEY_FILE|RESOURCE_App)$/

export const functionPromises: Promises = {
  'every function and its handler': (plan) => {
    expect(functionsOf(plan)).toEqual(Object.keys(planned))
    const handlers = Object.entries(planned).map(([name, { handler }]) => [name, `functions/${handler}.handler`])
    expect(Object.fromEntries(plan.bundles.map(({ name, handler }) => [name, handler]))).toEqual(
      Object.fromEntries(handlers),
    )
  },
  'time and memory of every function': (plan) => {
    for (const [name, { timeout, memory }] of Object.entries(planned)) {
      expect(inputsOf(plan, 'Function', `${name}Function`), name).toMatchObject({
        timeout,
        memorySize: memory,
        architectures: ['arm64'],
        runtime: 'nodejs24.x',
        handler: 'bundle.handler',
      })
    }
  },
  'environment of every function': (plan, stage) => {
    for (const [name, { variables }] of Object.entries(planned)) {
      const own = Object.entries(variablesOf(plan, name)).filter(([key]) => !ofSst.test(key))
      expect(Object.fromEntries(own), name).toEqual({
        FLEET_FILE: 'fleet.yaml',
        STAGE: stage,
        ...Object.fromEntries(variables.map((key) => [key, values[key](plan)])),
      })
    }
  },
  'a probe in the region of each vantage, all else at home': (plan) => {
    const regions = functionsOf(plan).map((name) => [name, resourceOf(plan, 'Function', `${name}Function`).region])
    expect(Object.fromEntries(regions)).toEqual(
      Object.fromEntries(
        Object.keys(planned).map((name) => [name, name === 'ProbeUsEast2' ? 'us-east-2' : 'eu-west-1']),
      ),
    )
  },
  'a month of logs': (plan) => {
    for (const name of functionsOf(plan)) {
      expect(inputsOf(plan, 'LogGroup', `${name}Log`)['retentionInDays'], name).toBe(30)
      expect(inputsOf(plan, 'Function', `${name}Function`)['loggingConfig']).toEqual({
        logFormat: 'JSON',
        logGroup: logGroupArn(plan, name).split(':log-group:')[1],
      })
    }
  },
  'no function is in a network, has a URL or is linked': (plan) => {
    for (const name of functionsOf(plan)) {
      expect(inputsOf(plan, 'Function', `${name}Function`)['vpcConfig'], name).toBeUndefined()
    }
    expect(plan.resources.filter(({ type }) => /:(FunctionUrl|Vpc)$/.test(type))).toEqual([])
    expect(plan.bundles.flatMap(({ links }) => links)).toEqual([])
  },
}
