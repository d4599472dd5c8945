import type { ApiAccess, Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { parse } from 'yaml'
import { z } from 'zod'
import { azureFailure } from './azure-failure.ts'
import type { AksRecord } from './cluster.ts'
import type { TokenSource } from './token-source.ts'

/** The application id of the AKS server in Entra, the same in every tenant of the public cloud. */
const aksServerScope = '6dae42f8-4368-4678-94ff-3960e28e3630/.default'

/** A cluster without Entra has one login, its cluster-admin certificate: used only where the source allows it. */
export function loginRefusal(cluster: Cluster, record: AksRecord, scope: ScopeOf<'aks'>): Failed | undefined {
  if (record.aadProfile || scope.allowLocalAccount) return undefined
  const sentence =
    `enable Entra ID on ${cluster.name} (az aks update --enable-aad), or set allowLocalAccount on its subscription ` +
    'in the fleet file to use its cluster-admin certificate'
  const words = `${cluster.id}: it has no Entra ID login, only local accounts`
  return failed('unauthenticated', words, { kind: 'action', sentence })
}

interface LoginInput {
  readonly cluster: Cluster
  readonly record: AksRecord
  readonly kubeconfig: UserKubeconfig
  readonly token: TokenSource
  readonly scope: ScopeOf<'aks'>
}

export function loginOf(input: LoginInput): Pick<ApiAccess, 'credentials'> | Failed {
  const { clientCertificate } = input.kubeconfig
  if (input.record.aadProfile) return { credentials: (signal) => entraCredentials(input, signal) }
  if (clientCertificate) return { credentials: () => Promise.resolve({ clientCertificate }) }
  return failed('unauthenticated', `${input.cluster.id}: its user credential holds no client certificate`)
}

async function entraCredentials(input: LoginInput, signal: AbortSignal): Promise<Credentials> {
  const tenant = input.record.aadProfile?.tenantID ?? input.scope.tenant
  try {
    const { token } = await input.token(aksServerScope, tenant, signal)
    return { authorization: `Bearer ${token}` }
  } catch (cause) {
    const { cause: reason, detail, grant } = azureFailure(cause, input.cluster.id, signal)
    throw new AuditorError('collect', detail, { reason, grant, cause })
  }
}

const Kubeconfig = z.object({
  'current-context': z.string(),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({ server: z.url({ protocol: /^https$/ }), 'certificate-authority-data': z.base64() }),
    }),
  ),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) })),
  users: z.array(
    z.object({
      name: z.string(),
      user: z.object({ 'client-certificate-data': z.base64().nullish(), 'client-key-data': z.base64().nullish() }),
    }),
  ),
})

/** What is taken of a fetched kubeconfig. Its exec entry is command execution from fetched data: it is not even read. */
export interface UserKubeconfig {
  readonly server: URL
  readonly caPem: string
  readonly clientCertificate?: { readonly certPem: string; readonly keyPem: string }
}

/** Throws ZodError, or what the YAML parser throws, for anything but a kubeconfig with one current cluster. */
export function readUserKubeconfig(text: string): UserKubeconfig {
  const parsed: unknown = parse(text)
  const { clusters, contexts, users, 'current-context': current } = Kubeconfig.parse(parsed)
  const context = z
    .object({ cluster: z.string(), user: z.string() })
    .parse(contexts.find(({ name }) => name === current)?.context)
  const found = clusters.find(({ name }) => name === context.cluster)?.cluster
  const { server, 'certificate-authority-data': ca } = Kubeconfig.shape.clusters.element.shape.cluster.parse(found)
  const user = users.find(({ name }) => name === context.user)?.user
  const cert = user?.['client-certificate-data']
  const key = user?.['client-key-data']
  return {
    server: new URL(server),
    caPem: decoded(ca),
    clientCertificate: cert && key ? { certPem: decoded(cert), keyPem: decoded(key) } : undefined,
  }
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString()
