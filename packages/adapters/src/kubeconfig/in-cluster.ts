import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { KubeconfigDocument, type ReadDocument } from './kubeconfig-document.ts'
import type { KubeconfigOptions } from './options.ts'

const contextName = 'in-cluster'

/** What `loadFromCluster` sets, as a kubeconfig with one context. client-node types the provider as `any`. */
const PodAccess = z
  .object({
    cluster: z.object({ server: z.string(), caFile: z.string() }),
    user: z.object({
      authProvider: z.object({ name: z.literal('tokenFile'), config: z.object({ tokenFile: z.string() }) }),
    }),
  })
  .transform(({ cluster: { server, caFile }, user }) =>
    KubeconfigDocument.parse({
      'current-context': contextName,
      contexts: [{ name: contextName, context: { cluster: contextName, user: contextName } }],
      clusters: [{ name: contextName, cluster: { server, 'certificate-authority': caFile } }],
      users: [{ name: contextName, user: { tokenFile: user.authProvider.config.tokenFile } }],
    }),
  )

/**
 * The cluster of the pod that this process runs in, by the pod's ServiceAccount. `undefined` outside a pod, and in one
 * that mounts no token. The token's file stays a file: Kubernetes rotates it, and each login reads it again.
 *
 * `loadFromCluster` reads host and port from the variables of the process itself, and can be given no others. So it is
 * called only where the wiring's environment shows a pod; the CLI passes the process' own variables.
 */
export async function readPodAccess({ environment, podRoot }: KubeconfigOptions): Promise<ReadDocument | undefined> {
  if (!environment['KUBERNETES_SERVICE_HOST']) return undefined
  // Here and no earlier: the import costs more than the rest of a start.
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  config.loadFromCluster(podRoot)
  const document = PodAccess.parse({ cluster: config.getCurrentCluster(), user: config.getCurrentUser() })
  const tokenFile = document.users[0]?.user.tokenFile
  if (tokenFile === undefined || !(await exists(tokenFile))) return undefined
  return { folder: dirname(tokenFile), document }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
