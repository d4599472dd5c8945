import type { CloudRequest } from '../cloud-answer.ts'
import type { EntraClient } from './entra.ts'

/** A managed cluster as ARM answers it, and the kubeconfig (YAML) that its user credential holds. */
export interface AksCluster {
  readonly resourceGroup: string
  readonly name: string
  readonly location: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly tags?: Readonly<Record<string, string>>
  readonly createdAt?: string
  readonly kubeconfig?: string
}

export interface AzureSubscription {
  readonly subscription: string
  readonly clusters: readonly AksCluster[]
  /** The identity has no role here; the list of subscriptions leaves it out. */
  readonly denied?: boolean
  /** `Enabled` when absent; `Warned`, `PastDue`, `Disabled`, `Deleted`. */
  readonly state?: string
  /** Every page names this as the next one. */
  readonly nextLink?: string
}

export interface AzureState {
  readonly subscriptions: readonly AzureSubscription[]
  readonly clients: readonly EntraClient[]
  /** Every page of subscriptions names this as the next one. */
  readonly nextLink?: string
}

/** A list that is asked for, and what it is answered from. */
export interface ListInput {
  readonly request: CloudRequest
  readonly state: AzureState
  readonly pageSize: number
  readonly host: string
}

/** An AKS cluster by the facts that matter here; `properties` overrides or adds fields of the API. */
export interface AksClusterFacts {
  readonly resourceGroup: string
  readonly name: string
  readonly location: string
  /** Unique id of this incarnation. */
  readonly resourceUid: string
  readonly caPem: string
  /** Absent: a cluster of local accounts only. */
  readonly tenant?: string
  /** The cluster-admin certificate in the kubeconfig of a cluster of local accounts. */
  readonly clientCertificate?: { readonly certPem: string; readonly keyPem: string }
  readonly version?: string
  readonly provisioningState?: string
  readonly powerState?: string
  readonly private?: boolean
  readonly authorizedRanges?: readonly string[]
  readonly supportPlan?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly createdAt?: string
  /** Absent: the host that ARM names, port 443. */
  readonly server?: string
  readonly properties?: Readonly<Record<string, unknown>>
}

export function aksCluster(facts: AksClusterFacts): AksCluster {
  const fqdn = `${facts.name}-dns.hcp.${facts.location}.azmk8s.io`
  const privateFqdn = `${facts.name}.privatelink.${facts.location}.azmk8s.io`
  const host = facts.private ? privateFqdn : fqdn
  return {
    resourceGroup: facts.resourceGroup,
    name: facts.name,
    location: facts.location,
    tags: facts.tags ?? {},
    createdAt: facts.createdAt || undefined,
    properties: {
      provisioningState: facts.provisioningState ?? 'Succeeded',
      powerState: { code: facts.powerState ?? 'Running' },
      kubernetesVersion: facts.version ?? '1.35',
      currentKubernetesVersion: facts.version ?? '1.35.2',
      privateFQDN: facts.private ? privateFqdn : undefined,
      fqdn: facts.private ? undefined : fqdn,
      aadProfile: facts.tenant ? { managed: true, tenantID: facts.tenant, adminGroupObjectIDs: null } : undefined,
      apiServerAccessProfile: {
        enablePrivateCluster: facts.private ?? false,
        authorizedIPRanges: facts.authorizedRanges,
      },
      supportPlan: facts.supportPlan ?? 'KubernetesOfficial',
      resourceUID: facts.resourceUid,
      ...facts.properties,
    },
    kubeconfig: aksKubeconfig(facts, facts.server ?? `https://${host}:443`),
  }
}

/** As `listClusterUserCredential?format=exec` gives it: kubelogin for Entra clusters, else the admin certificate. */
function aksKubeconfig(facts: AksClusterFacts, server: string): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const { certPem, keyPem } = facts.clientCertificate ?? { certPem: '', keyPem: '' }
  const user = facts.tenant
    ? `    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      args: [get-token, --environment, AzurePublicCloud, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]
      command: kubelogin
      env: null
      provideClusterInfo: false`
    : `    client-certificate-data: ${base64(certPem)}
    client-key-data: ${base64(keyPem)}
    token: ${base64('an-admin-token')}`
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(facts.caPem)}
    server: ${server}
  name: ${facts.name}
contexts:
- context:
    cluster: ${facts.name}
    user: clusterUser_${facts.resourceGroup}_${facts.name}
  name: ${facts.name}
current-context: ${facts.name}
kind: Config
preferences: {}
users:
- name: clusterUser_${facts.resourceGroup}_${facts.name}
  user:
${user}
`
}
