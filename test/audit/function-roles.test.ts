import { readdirSync } from 'node:fs'
import {
  awsRights,
  azureTokenRights,
  deadManRights,
  googleTokenRights,
  pageRights,
  probeRights,
  startRights,
} from '@fleet-auditor/audit/access/function-roles.ts'
import type { TablePart } from '@fleet-auditor/audit/access/right.ts'
import { tableActions } from '@fleet-auditor/audit/access/table-rights.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { functionOf, functions, type Handler } from '../../infra/functions.ts'

const fleetOf = (fleet: WrittenFleetFile = {}) => FleetFile.parse(fleet)
const account = '111122223333'
const roleArn = 'arn:aws:iam::444455556666:role/fleet-auditor'
const eksActions = ['eks:DescribeCluster', 'eks:DescribeClusterVersions', 'eks:ListClusters']

const inOrganization = (id: string) => ({ test: 'StringEquals', variable: 'aws:ResourceOrgID', values: [id] })

/** What audit-eks may do beside the table. */
const eksCases: readonly [string, WrittenFleetFile['sources'], object[]][] = [
  ['no source on AWS', {}, []],
  ['an account of its own', { aws: [{ account, regions: ['eu-west-1'] }] }, [{ actions: eksActions, on: ['*'] }]],
  [
    'an account behind a role',
    { aws: [{ account: '444455556666', regions: ['eu-west-1'], roleArn }] },
    [{ actions: ['sts:AssumeRole'], on: [roleArn] }],
  ],
  [
    'all regions of its own account',
    { aws: [{ account, regions: ['all'] }] },
    [{ actions: ['account:ListRegions', ...eksActions], on: ['*'] }],
  ],
  [
    'all regions behind a role: the role lists them',
    { aws: [{ account: '444455556666', regions: ['all'], roleArn }] },
    [{ actions: ['sts:AssumeRole'], on: [roleArn] }],
  ],
  [
    'an organization, listed as itself',
    { awsOrganizations: [{ memberRole: 'platform/auditor', regions: ['all'] }] },
    [
      { actions: ['organizations:ListAccounts'], on: ['*'] },
      {
        actions: ['sts:AssumeRole'],
        on: ['arn:aws:iam::*:role/platform/auditor'],
        conditions: [inOrganization('${aws:PrincipalOrgID}')],
      },
    ],
  ],
  [
    'an organization, listed by a role, which may be another organization’s',
    { awsOrganizations: [{ listRoleArn: roleArn, memberRole: 'auditor', regions: ['eu-west-1'] }] },
    [
      { actions: ['sts:AssumeRole'], on: [roleArn] },
      { actions: ['sts:AssumeRole'], on: ['arn:aws:iam::*:role/auditor'] },
    ],
  ],
  [
    'two organizations that are named, each with its own members',
    {
      awsOrganizations: ['o-aaaaaaaaaa', 'o-bbbbbbbbbb'].map((organizationId) => ({
        organizationId,
        listRoleArn: roleArn,
        memberRole: 'auditor',
        regions: ['eu-west-1'],
      })),
    },
    [
      { actions: ['sts:AssumeRole'], on: [roleArn] },
      ...['o-aaaaaaaaaa', 'o-bbbbbbbbbb'].map((id) => ({
        actions: ['sts:AssumeRole'],
        on: ['arn:aws:iam::*:role/auditor'],
        conditions: [inOrganization(id)],
      })),
    ],
  ],
]

describe('rights of functions', () => {
  it.each(eksCases)('a function reads EKS with %s', (_, sources, expected) => {
    expect(awsRights(fleetOf(sources ? { sources } : {}))).toEqual(expected)
  })

  const accounts = (count: number, name: (at: number) => string): WrittenFleetFile['sources'] => ({
    aws: Array.from({ length: count }, (_, at) => {
      const id = String(100_000_000_000 + at)
      return { account: id, regions: ['eu-west-1'], roleArn: `arn:aws:iam::${id}:role/${name(at)}` }
    }),
  })

  it('roles of more accounts than a policy holds are listed by name', () => {
    const [few] = awsRights(fleetOf({ sources: accounts(60, () => 'fleet-auditor') }))
    expect(few?.on).toHaveLength(60)
    const [many] = awsRights(fleetOf({ sources: accounts(3000, (at) => `auditor-${at % 3}`) }))
    expect(many?.on).toEqual([0, 1, 2].map((at) => `arn:aws:iam::*:role/auditor-${at}`))
  })

  it('roles that no policy holds are refused before anything is deployed', () => {
    const sources = accounts(300, (at) => `fleet-auditor-${at}`)
    expect(() => awsRights(fleetOf({ sources }))).toThrow(/no room for 300 roles/)
  })

  it('tokens for other clouds are asked for only where these are federated, for their audience', () => {
    const google = {
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/auditors/providers/lambda',
    }
    const fleet = fleetOf({ federation: { google } })
    expect(googleTokenRights(fleet)).toEqual([
      {
        actions: ['sts:GetWebIdentityToken'],
        on: ['*'],
        conditions: [
          {
            test: 'ForAllValues:StringEquals',
            variable: 'sts:IdentityTokenAudience',
            values: [`https:${google.audience}`],
          },
          { test: 'NumericLessThanEquals', variable: 'sts:DurationSeconds', values: ['300'] },
          { test: 'StringEquals', variable: 'sts:SigningAlgorithm', values: ['RS256'] },
        ],
      },
    ])
    expect(azureTokenRights(fleet)).toEqual([])
  })

  it('probe functions may be called only where there are some', () => {
    expect(probeRights(fleetOf())).toEqual([])
    const fleet = fleetOf({ vantages: [{ name: 'dublin', kind: 'lambda', region: 'eu-west-1' }] })
    expect(probeRights(fleet)).toEqual([{ actions: ['lambda:InvokeFunction'], on: 'probes' }])
  })

  it('a topic for criticals is the only one published to', () => {
    const criticalTopic = 'arn:aws:sns:eu-west-1:111122223333:on-call'
    expect(pageRights(fleetOf({ slack: { criticalTopic } }))).toEqual([
      { actions: ['sns:Publish'], on: [criticalTopic] },
    ])
    expect(pageRights(fleetOf())).toEqual([])
  })
})

describe('the table of functions', () => {
  const handlers = Object.keys(functions) as Handler[] // its keys are the handlers
  const rightsOf = (handler: Handler, fleet = fleetOf()) => functionOf(handler).rights(fleet)

  it('lets only tick and the API start runs, and keeps tick from the store', () => {
    const starters = handlers.filter((handler) => rightsOf(handler).includes(startRights))
    expect(starters).toEqual(['tick', 'api'])
    expect(rightsOf('tick')).toEqual([startRights])
  })

  it('gives a probe no right', () => {
    const fleet = fleetOf({ vantages: [{ name: 'dublin', kind: 'lambda', region: 'eu-west-1' }] })
    expect(rightsOf('probe', fleet)).toEqual([])
  })

  it('names every action', () => {
    const actions = handlers.flatMap((handler) => rightsOf(handler)).flatMap((right) => right.actions)
    expect(actions).toEqual(expect.arrayContaining([...tableActions, ...(deadManRights[0]?.actions ?? [])]))
    expect(actions.filter((action) => action.includes('*'))).toEqual([])
  })

  const partsOf = (handler: Handler, action: string) =>
    rightsOf(handler).flatMap(({ actions, parts = [], conditions = [] }) =>
      actions.includes(action) && conditions.length === 0 ? parts : [],
    )
  const functionsThat = (action: string, part: TablePart) =>
    handlers.filter((handler) => partsOf(handler, action).includes(part))

  it.each<[part: TablePart, action: string, allowed: readonly Handler[]]>([
    ['tokens', 'dynamodb:PutItem', ['api']],
    ['tokens', 'dynamodb:UpdateItem', ['api']],
    ['tokens', 'dynamodb:BatchWriteItem', ['api']],
    ['tokens', 'dynamodb:GetItem', ['api']],
    ['tokens', 'dynamodb:Query', ['api']],
    ['outbox', 'dynamodb:PutItem', ['notify', 'watchdog']],
    ['outbox', 'dynamodb:UpdateItem', ['notify', 'watchdog']],
    ['registry', 'dynamodb:BatchWriteItem', ['conclude-run', 'watchdog']],
    ['runs', 'dynamodb:PutItem', ['start-run', 'conclude-run', 'watchdog']],
    ['format', 'dynamodb:PutItem', ['start-run']],
  ])('lets %s be asked with %s by no other function', (part, action, allowed) => {
    expect(functionsThat(action, part)).toEqual(allowed)
  })

  it('names the parts of the table in every right on it', () => {
    const onTable = handlers.flatMap((handler) => rightsOf(handler).filter(({ on }) => on === 'table'))
    expect(onTable.length).toBeGreaterThan(20)
    expect(onTable.filter(({ parts = [] }) => parts.length === 0)).toEqual([])
  })

  it('has a handler’s file for each entry', () => {
    const files = readdirSync(new URL('../../functions/', import.meta.url))
    expect(handlers.filter((handler) => !files.includes(`${handler}.ts`))).toEqual([])
  })
})
