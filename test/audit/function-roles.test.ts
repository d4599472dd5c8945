import { deadManRights, fleetFunctions, functionRights } from '@fleet-auditor/audit/access/function-roles.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'

const rightsOf = (fleet: WrittenFleetFile) => functionRights(FleetFile.parse(fleet))
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
  it.each(eksCases)('audit-eks with %s', (_, sources, expected) => {
    const [table, ...rest] = rightsOf(sources ? { sources } : {})['audit-eks']
    expect(table?.on).toBe('table')
    expect(rest).toEqual(expected)
  })

  const accounts = (count: number, name: (at: number) => string): WrittenFleetFile['sources'] => ({
    aws: Array.from({ length: count }, (_, at) => {
      const id = String(100_000_000_000 + at)
      return { account: id, regions: ['eu-west-1'], roleArn: `arn:aws:iam::${id}:role/${name(at)}` }
    }),
  })

  it('roles of more accounts than a policy holds are told by name', () => {
    const [, few] = rightsOf({ sources: accounts(60, () => 'fleet-auditor') })['audit-eks']
    expect(few?.on).toHaveLength(60)
    const [, many] = rightsOf({ sources: accounts(3000, (at) => `auditor-${at % 3}`) })['audit-eks']
    expect(many?.on).toEqual([0, 1, 2].map((at) => `arn:aws:iam::*:role/auditor-${at}`))
  })

  it('roles that no policy holds are refused before anything is deployed', () => {
    const sources = accounts(300, (at) => `fleet-auditor-${at}`)
    expect(() => rightsOf({ sources })).toThrow(/no room for 300 roles/)
  })

  it('tokens for other clouds only where these are federated', () => {
    const google = {
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/auditors/providers/lambda',
    }
    const rights = rightsOf({ federation: { google } })
    expect(rights['audit-gke']).toContainEqual({
      actions: ['sts:GetWebIdentityToken'],
      on: ['*'],
      audiences: [`https:${google.audience}`],
    })
    expect(rights['audit-aks'].map(({ on }) => on)).toEqual(['table'])
  })

  it('probes are called only where there are some, and hold no right', () => {
    expect(rightsOf({})['audit-planes'].map(({ on }) => on)).toEqual(['table'])
    const rights = rightsOf({ vantages: [{ name: 'dublin', kind: 'lambda', region: 'eu-west-1' }] })
    expect(rights['audit-planes']).toContainEqual({ actions: ['lambda:InvokeFunction'], on: 'probes' })
    expect(rights.probe).toEqual([])
  })

  it('a topic for criticals is the only one published to', () => {
    const criticalTopic = 'arn:aws:sns:eu-west-1:111122223333:on-call'
    const rights = rightsOf({ slack: { criticalTopic } })
    for (const name of ['notify', 'watchdog'] as const) {
      expect(rights[name]).toContainEqual({ actions: ['sns:Publish'], on: [criticalTopic] })
    }
    expect(rightsOf({}).notify.map(({ on }) => on)).toEqual(['table'])
  })

  it('only tick and the API start runs; tick sees no table', () => {
    const rights = rightsOf({})
    const starters = fleetFunctions.filter((name) => rights[name].some(({ on }) => on === 'state-machine'))
    expect(starters).toEqual(['tick', 'api'])
    expect(rights.tick).toHaveLength(1)
  })

  it('names every action', () => {
    const all = [...Object.values(rightsOf({})).flat(), ...deadManRights]
    expect(all.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([])
  })
})
