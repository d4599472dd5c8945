import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import type { WideSource } from '../ports/scope-lister.ts'

/** In place of region names: all that are enabled in the account. */
const everyRegion = 'all'

/** The scopes that a fleet file names one by one, in its order: account and region, project, subscription, kubeconfig. */
export function scopesOf(fleet: FleetFile): Scope[] {
  const scopes: Scope[] = []
  for (const { account, regions, roleArn, externalId } of fleet.sources.aws) {
    if (regions.includes(everyRegion)) continue
    for (const region of regions) {
      scopes.push({
        provider: 'eks',
        account,
        region,
        roleArn: roleArn || undefined,
        externalId: externalId || undefined,
      })
    }
  }
  for (const { project } of fleet.sources.gcp) scopes.push({ provider: 'gke', project })
  for (const { subscription, tenant, allowLocalAccount } of fleet.sources.azure) {
    scopes.push({ provider: 'aks', subscription, allowLocalAccount, tenant: tenant || undefined })
  }
  for (const { file, contexts, provider } of fleet.sources.kubeconfig) {
    scopes.push({
      provider: 'kubeconfig',
      contexts,
      file: file || undefined,
      cloud: provider,
    })
  }
  return scopes
}

/** The sources whose members the clouds must be asked for. */
export function wideSourcesOf({ sources }: FleetFile): WideSource[] {
  const wide: WideSource[] = []
  for (const source of sources.aws) {
    if (source.regions.includes(everyRegion)) wide.push({ worker: 'eks', kind: 'all-regions', ...source })
  }
  for (const source of sources.awsOrganizations) wide.push({ worker: 'eks', kind: 'organization', ...source })
  for (const source of sources.gcpOrganizations) wide.push({ worker: 'gke', kind: 'organization', ...source })
  for (const source of sources.azureTenants) wide.push({ worker: 'aks', kind: 'tenant', ...source })
  return wide
}

/** What names a wide source in the ledger: `aws:organization`, `gcp:organization:123`, `azure:tenant:own`. */
export function sourceKey(source: WideSource): string {
  switch (source.worker) {
    case 'eks':
      return source.kind === 'all-regions'
        ? `aws:${source.account}:all`
        : `aws:organization${listedBy(source.listRoleArn)}`
    case 'gke':
      return `gcp:organization:${source.organization}`
    case 'aks':
      return `azure:tenant:${source.tenant ?? 'own'}`
  }
}

/** The account whose role lists the organization: distinguishes two of them. */
const listedBy = (roleArn: string | undefined): string =>
  roleArn === undefined ? '' : `:${roleArn.split(':')[4] ?? ''}`
