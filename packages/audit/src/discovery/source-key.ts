import type { WideSource } from '../ports/scope-lister.ts'

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

/** The account whose role lists the organization: tells two of them apart. */
const listedBy = (roleArn: string | undefined): string =>
  roleArn === undefined ? '' : `:${roleArn.split(':')[4] ?? ''}`
