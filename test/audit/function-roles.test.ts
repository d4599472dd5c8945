import { readdirSync } from 'node:fs'
import {
  awsRights,
  azureTokenRights,
  deadManRights,
  googleTokenRights,
  pageRights,
  probeRights,
  startRights,
  tableRights,
} from '@fleet-auditor/audit/access/function-roles.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { functionOf, functions, type Handler } from '../../infra/functions.ts'

const fleetOf = (fleet: WrittenFleetFile = {}) => FleetFile.parse(fleet)
const account = '111122223333'
const roleArn = 'arn:aws:iam::444455556666:role/fleet-auditor'
const eksActions = ['eks:DescribeCluster', 'eks:DescribeClusterVersions', 'eks:ListClusters']

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
      { actions: ['sts:AssumeRole'], on: ['arn:aws:iam::*:role/platform/auditor'] },
    ],
  ],
  [
    'an organization, listed by a role',
    { awsOrganizations: [{ listRoleArn: roleArn, memberRole: 'auditor', regions: ['eu-west-1'] }] },
    [{ actions: ['sts:AssumeRole'], on: [roleArn, 'arn:aws:iam::*:role/auditor'] }],
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
      { actions: ['sts:GetWebIdentityToken'], on: ['*'], audiences: [`https:${google.audience}`] },
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
    expect(actions).toEqual(expect.arrayContaining([...tableRights.actions, ...(deadManRights[0]?.actions ?? [])]))
    expect(actions.filter((action) => action.includes('*'))).toEqual([])
  })

  it('has a handler’s file for each entry', () => {
    const files = readdirSync(new URL('../../functions/', import.meta.url))
    expect(handlers.filter((handler) => !files.includes(`${handler}.ts`))).toEqual([])
  })
})
