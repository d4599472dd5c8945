import type { Discovery } from '@fleet-auditor/audit/ports/discovery.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { clusterId } from '@fleet-auditor/model/cluster-id.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { chooseContexts } from './choose-contexts.ts'
import { type ContextServer, serverOf } from './context-server.ts'
import { readKubeconfig } from './kubeconfig.ts'
import { clockOf, type KubeconfigOptions } from './options.ts'

/**
 * Lists the contexts that a scope chooses. A file that cannot be read or a context that is not there is the user's
 * mistake: AuditorError `config`. A context without a usable server is `unseen` beside others.
 */
export function createKubeconfigDiscovery(options: KubeconfigOptions): Discovery<'kubeconfig'> {
  const now = clockOf(options)
  return {
    async discover(scope) {
      const kubeconfig = await readKubeconfig(scope.file, options.defaultFiles)
      const clusters: Cluster[] = []
      const unseen: string[] = []
      for (const context of chooseContexts(kubeconfig, scope.contexts)) {
        const server = serverOf(context)
        if (typeof server === 'string') unseen.push(server)
        else clusters.push(clusterOf(context.name, server, scope))
      }
      const { place } = kubeconfig
      const [first] = unseen
      if (first !== undefined && clusters.length === 0) {
        throw new AuditorError('config', `the kubeconfig ${place}: ${first}`, {
          place,
          remedy: 'mend the context, or choose another with --context',
        })
      }
      return collected({ clusters, unseen }, now())
    },
  }
}

const clusterOf = (name: string, server: ContextServer, scope: ScopeOf<'kubeconfig'>): Cluster => ({
  id: clusterId({ from: 'kubeconfig', name, server: server.locator }),
  locator: server.locator,
  name,
  provider: scope.cloud ?? server.provider ?? 'kubeconfig',
  scope: scopeKey(scope),
  region: server.region || undefined,
  labels: {},
})
