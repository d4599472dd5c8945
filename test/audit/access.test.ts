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
import { sectionRights } from '@fleet-auditor/audit/access/section-rights.ts'
import { entraAudience } from '@fleet-auditor/audit/access/token-right.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
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

  it.each<[name: string, written: WrittenFleetFile, aws: string[], gcp: string[], azure: string[]]>([
    ['nothing', {}, [], [], []],
    [
      'sources named one by one',
      {
        sources: {
          aws: [{ account: '111122223333', regions }],
          gcp: [{ project: 'shop' }],
          azure: [{ subscription: 'bank' }],
        },
      },
      ['member-policy', 'member-trust'],
      ['role'],
      ['role'],
    ],
    [
      'organizations, signed in to by federation',
      {
        sources: {
          awsOrganizations: [{ memberRole: 'auditor', regions }],
          gcpOrganizations: [{ organization: '1' }],
          azureTenants: [{}],
        },
        federation: {
          google: { audience },
          azure: { tenant: 'contoso.example', client: '00000000-0000-4000-8000-00000000000b' },
        },
      },
      ['member-policy', 'member-trust', 'list-policy', 'list-trust', 'federation-policy'],
      ['organization-role', 'workload-identity'],
      ['tenant-role', 'federated-credential'],
    ],
  ])('are those that it needs: %s', (_, written, ...expected) => {
    expect(names(written)).toEqual(expected)
  })

  it('name its external ids and audiences, and regions only where all are wanted', () => {
    const fleet = FleetFile.parse({
      sources: { aws: [{ account: '111122223333', regions, externalId: 'fleet-7' }] },
      federation: { google: { audience } },
    })
    const text = JSON.stringify(awsDocuments(fleet))
    expect(text).toContain('"sts:ExternalId":["fleet-7"]')
    expect(text).toContain(`"sts:IdentityTokenAudience":["https:${audience}"]`)
    expect(text).not.toContain('account:ListRegions')
    const all = FleetFile.parse({ sources: { aws: [{ account: '111122223333', regions: ['all'] }] } })
    expect(JSON.stringify(awsDocuments(all))).toContain('account:ListRegions')
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
    ])
    expect(leastRules(clusterChecks).length).toBeGreaterThan(leastRules(unpinned).length)
  })
})
