import { createAksConnector } from '@fleet-auditor/adapters/aks/connector.ts'
import { createAksDiscovery } from '@fleet-auditor/adapters/aks/discovery.ts'
import { createAksScopeLister } from '@fleet-auditor/adapters/aks/scope-lister.ts'
import { createWebIdentityToken } from '@fleet-auditor/adapters/aws/web-identity-token.ts'
import { createEksConnector } from '@fleet-auditor/adapters/eks/connector.ts'
import { createEksDiscovery } from '@fleet-auditor/adapters/eks/discovery.ts'
import { createEksScopeLister } from '@fleet-auditor/adapters/eks/scope-lister.ts'
import { createGkeConnector } from '@fleet-auditor/adapters/gke/connector.ts'
import { createGkeDiscovery } from '@fleet-auditor/adapters/gke/discovery.ts'
import { createGkeScopeLister } from '@fleet-auditor/adapters/gke/scope-lister.ts'
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
import type { Listing } from '@fleet-auditor/audit/ports/discovery.ts'
import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import { aksCluster } from '@fleet-auditor/simulator/clouds/azure/azure-state.ts'
import { gkeCluster } from '@fleet-auditor/simulator/clouds/google/google-state.ts'
import { expect, it } from 'vitest'
import { openAzure, subscription, tenant } from './aks/azure-bench.ts'
import { issuer } from './aws/federation-bench.ts'
import { account, credentials, openAws, scope, shop } from './eks/aws-bench.ts'
import { openGoogle } from './gke/google-bench.ts'

const never = new AbortController().signal

/** The right that each call takes; `undefined`: none, or that of the principal that assumes a role. */
const rights: Readonly<Record<string, string | undefined>> = {
  ListClusters: 'eks:ListClusters',
  DescribeCluster: 'eks:DescribeCluster',
  DescribeClusterVersions: 'eks:DescribeClusterVersions',
  ListRegions: 'account:ListRegions',
  ListAccounts: 'organizations:ListAccounts',
  GetWebIdentityToken: 'sts:GetWebIdentityToken',
  AssumeRole: undefined,
  GetCallerIdentity: undefined,
  'clusters.list': 'container.clusters.list',
  'clusters.get': 'container.clusters.get',
  searchAllResources: 'cloudasset.assets.searchAllResources',
  'subscriptions.list': 'Microsoft.Resources/subscriptions/read',
  'managedClusters.list': 'Microsoft.ContainerService/managedClusters/read',
  'managedClusters.get': 'Microsoft.ContainerService/managedClusters/read',
  'managedClusters.listClusterUserCredential':
    'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
}

function used(requests: readonly { readonly operation: string }[]): Set<string> {
  const called = requests.map(({ operation }) => operation)
  expect(called.filter((operation) => !(operation in rights))).toEqual([])
  return new Set(called.flatMap((operation) => rights[operation] ?? []))
}

function first(listing: Section<Listing>) {
  const [cluster] = listing.status === 'collected' ? listing.value.clusters : []
  if (!cluster) throw new Error('no cluster was listed')
  return cluster
}

it('AWS is asked for what the roles allow, and nothing else', async () => {
  const roleArn = `arn:aws:iam::${shop}:role/auditor`
  const own = account([{}], {
    regions: { ...account([{}]).regions, 'us-east-1': [] },
    roles: [{ arn: roleArn }],
    outbound: issuer,
  })
  const organization = { management: shop, members: [{ id: shop }] }
  await using bench = await openAws([own], [], { organization })
  const wide: WideSource = {
    worker: 'eks',
    kind: 'organization',
    memberRole: 'auditor',
    regions: ['all'],
    except: [],
  }
  expect(await createEksScopeLister(bench.options).list(wide, never)).toMatchObject({ value: { unread: [] } })
  const cluster = first(await createEksDiscovery(bench.options).discover(scope, never))
  expect(await createEksConnector(bench.options).connect(cluster, scope, never)).toMatchObject({ status: 'collected' })
  const { endpoints } = bench.options
  await createWebIdentityToken({ endpoints, region: 'eu-west-1', credentials })('api://AzureADTokenExchange', never)
  const granted = [...awsActions, ...awsRegionActions, ...awsListActions, ...awsFederationActions]
  expect(used(bench.server.requests())).toEqual(new Set(granted))
})

it('Google is asked for what the roles allow, and nothing else', async () => {
  const cluster = gkeCluster({ name: 'web', location: 'us-east1', id: '1', caPem: 'PEM', publicIp: '203.0.113.7' })
  const organizations = [{ organization: '4711', numbers: { shop: '1001' } }]
  await using bench = await openGoogle({ projects: [{ project: 'shop', clusters: [cluster] }], organizations })
  const wide: WideSource = { worker: 'gke', kind: 'organization', organization: '4711', except: [] }
  const project = { provider: 'gke', project: 'shop' } as const
  expect(await createGkeScopeLister(bench.options).list(wide, never)).toMatchObject({ value: { scopes: [project] } })
  const found = first(await createGkeDiscovery(bench.options).discover(project, never))
  await createGkeConnector(bench.options).connect(found, project, never)
  // The DNS endpoint asks for this one when the cluster's API server is called.
  const elsewhere = ['container.clusters.connect']
  expect(new Set([...used(bench.server.requests()), ...elsewhere])).toEqual(
    new Set([...gcpPermissions, ...gcpOrganizationPermissions]),
  )
})

it('Azure is asked for what the roles allow, and nothing else', async () => {
  const place = { resourceGroup: 'rg', name: 'web', location: 'westeurope' }
  const cluster = aksCluster({ ...place, resourceUid: 'uid-1', caPem: 'PEM', tenant })
  await using bench = await openAzure({ subscriptions: [{ subscription, clusters: [cluster] }] })
  const wide: WideSource = { worker: 'aks', kind: 'tenant', allowLocalAccount: false, except: [] }
  const own = { provider: 'aks', subscription, allowLocalAccount: false } as const
  expect(await createAksScopeLister(bench.options).list(wide, never)).toMatchObject({ value: { scopes: [own] } })
  const found = first(await createAksDiscovery(bench.options).discover(own, never))
  await createAksConnector(bench.options).connect(found, own, never)
  expect(used(bench.server.requests())).toEqual(new Set([...azureActions, ...azureTenantActions]))
})
