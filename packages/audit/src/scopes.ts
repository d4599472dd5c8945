import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'

/** The scopes that a fleet file names, in its order: one per AWS account and region, project, subscription, kubeconfig. */
export function scopesOf(fleet: FleetFile): Scope[] {
  const scopes: Scope[] = []
  for (const { account, regions, roleArn, externalId } of fleet.sources.aws) {
    for (const region of regions) {
      scopes.push({
        provider: 'eks',
        account,
        region,
        ...(roleArn ? { roleArn } : {}),
        ...(externalId ? { externalId } : {}),
      })
    }
  }
  for (const { project } of fleet.sources.gcp) scopes.push({ provider: 'gke', project })
  for (const { subscription, tenant, allowLocalAccount } of fleet.sources.azure) {
    scopes.push({ provider: 'aks', subscription, allowLocalAccount, ...(tenant ? { tenant } : {}) })
  }
  for (const { file, contexts, provider } of fleet.sources.kubeconfig) {
    scopes.push({
      provider: 'kubeconfig',
      contexts,
      ...(file ? { file } : {}),
      ...(provider ? { cloud: provider } : {}),
    })
  }
  return scopes
}
