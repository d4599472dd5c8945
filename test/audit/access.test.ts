import { awsDocuments } from '@fleet-auditor/audit/access/aws-documents.ts'
import { azureDocuments } from '@fleet-auditor/audit/access/azure-documents.ts'
import {
  awsActions,
  awsFederationActions,
  awsListActions,
  awsRegionActions,
  azureActions,
  azureTenantActions,
  gcpOrganizationPermissions,
  gcpPermissions,
} from '@fleet-auditor/audit/access/cloud-roles.ts'
import { gcpDocuments } from '@fleet-auditor/audit/access/gcp-documents.ts'
import { leastRules } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { entraAudience } from '@fleet-auditor/audit/access/token-right.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { sectionRights } from '@fleet-auditor/model/snapshot.ts'
import { describe, expect, it } from 'vitest'

describe('the documents of the clouds', () => {
  const lists = { awsActions, awsRegionActions, awsListActions, awsFederationActions, azureActions, azureTenantActions }
  const written = JSON.stringify({ ...awsDocuments(), ...azureDocuments() })
  const granted = [...written.matchAll(/"((?:[a-z]+:[A-Z]|Microsoft\.[A-Z])[^"]*)"/g)].map(([, action = '']) => action)

  it('grant what the code calls, and nothing else', () => {
    const conditions = ['sts:IdentityTokenAudience', 'sts:DurationSeconds', 'sts:SigningAlgorithm', 'sts:ExternalId']
    const called = [...Object.values(lists).flat(), 'sts:AssumeRole', ...conditions]
    expect(new Set(granted)).toEqual(new Set(called))
  })

  it('admit no principal without the external id', () => {
    const { 'member-trust': member, 'list-trust': list } = awsDocuments()
    for (const trust of [member, list]) {
      expect(trust).toMatchObject({
        Statement: [{ Condition: { StringEquals: { 'sts:ExternalId': [expect.any(String)] } } }],
      })
    }
  })

  it('give tokens of the role to the two clouds alone, for as long as an exchange takes', () => {
    expect(awsDocuments()['federation-policy']).toMatchObject({
      Statement: [
        {
          Condition: {
            'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': [entraAudience, expect.any(String)] },
            NumericLessThanEquals: { 'sts:DurationSeconds': ['300'] },
            StringEquals: { 'sts:SigningAlgorithm': ['RS256'] },
          },
        },
      ],
    })
    expect(azureDocuments()['federated-credential']).toMatchObject({ audiences: [entraAudience] })
  })

  it('search an organization beside what every project needs', () => {
    const { role, 'organization-role': wide } = gcpDocuments()
    expect(role).toMatchObject({ includedPermissions: gcpPermissions })
    expect(wide).toMatchObject({ includedPermissions: [...gcpOrganizationPermissions, ...gcpPermissions] })
  })
})

describe('the documents for one fleet', () => {
  const names = (written: WrittenFleetFile) => {
    const fleet = FleetFile.parse(written)
    return [awsDocuments, gcpDocuments, azureDocuments].map((documents) => Object.keys(documents(fleet)))
  }
  const audience = '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/aws1'
  const regions = ['eu-west-1']

  const roleArn = 'arn:aws:iam::444455556666:role/platform/fleet-auditor'
  it.each<[name: string, written: WrittenFleetFile, aws: string[], gcp: string[], azure: string[]]>([
    ['nothing', {}, [], [], []],
    [
      'sources named one by one, the function’s own account among them',
      {
        sources: {
          aws: [
            { account: '111122223333', regions },
            { account: '444455556666', regions, roleArn },
          ],
          gcp: [{ project: 'shop' }],
          azure: [{ subscription: 'bank' }],
        },
      },
      ['member-policy-444455556666', 'member-trust-444455556666'],
      ['role'],
      ['role'],
    ],
    [
      'organizations, signed in to by federation',
      {
        sources: {
          awsOrganizations: [{ memberRole: 'auditor', listRoleArn: roleArn, regions }],
          gcpOrganizations: [{ organization: '1' }],
          azureTenants: [{}],
        },
        federation: {
          google: { audience },
          azure: { tenant: 'contoso.example', client: '00000000-0000-4000-8000-00000000000b' },
        },
      },
      [
        'member-policy-organization',
        'member-trust-organization',
        'list-policy-organization',
        'list-trust-organization',
        'federation-policy',
      ],
      ['organization-role', 'workload-identity'],
      ['tenant-role', 'federated-credential'],
    ],
  ])('are those that it needs: %s', (_, written, ...expected) => {
    expect(names(written)).toEqual(expected)
  })

  it('name the external id of each role’s own source, and regions only where all are wanted', () => {
    const fleet = FleetFile.parse({
      sources: {
        aws: [{ account: '444455556666', regions, roleArn }],
        awsOrganizations: [
          { memberRole: 'auditor', organizationId: 'o-aaaaaaaaaa', externalId: 'acme', regions: ['all'] },
        ],
      },
      federation: { google: { audience } },
    })
    const documents = awsDocuments(fleet)
    expect(JSON.stringify(documents['member-trust-444455556666'])).not.toContain('ExternalId')
    expect(documents['member-trust-o-aaaaaaaaaa']).toMatchObject({
      Statement: [{ Condition: { StringEquals: { 'sts:ExternalId': ['acme'] } } }],
    })
    expect(JSON.stringify(documents['member-policy-444455556666'])).not.toContain('account:ListRegions')
    expect(JSON.stringify(documents['member-policy-o-aaaaaaaaaa'])).toContain('account:ListRegions')
    expect(JSON.stringify(documents)).toContain(`"sts:IdentityTokenAudience":["https:${audience}"]`)
  })

  it('define Azure’s role at every subscription that is a source', () => {
    const sources = { azure: [{ subscription: 'bank' }, { subscription: 'shop' }] }
    expect(azureDocuments(FleetFile.parse({ sources }))['role']).toMatchObject({
      AssignableScopes: ['/subscriptions/bank', '/subscriptions/shop'],
    })
  })
})

describe('the least role', () => {
  it('never holds a Secret, a wildcard or a writing verb', () => {
    for (const { verbs, resources, apiGroups } of Object.values(sectionRights).flat()) {
      expect(resources).not.toContain('secrets')
      expect([...verbs, ...resources, ...apiGroups]).not.toContain('*')
      const writing = verbs.filter((verb) => !['get', 'list', 'watch'].includes(verb))
      expect(writing).toEqual(resources.includes('subjectaccessreviews') ? ['create'] : [])
    }
  })

  it('shrinks with the checks', () => {
    const unpinned = clusterChecks.filter((check) => check.id === 'unpinned-image')
    expect(leastRules(unpinned)).toEqual([
      { apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['list'] },
      { apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['list'] },
    ])
    expect(leastRules(clusterChecks).length).toBeGreaterThan(leastRules(unpinned).length)
  })
})
