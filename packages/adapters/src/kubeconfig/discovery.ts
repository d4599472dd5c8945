import type { Discovery } from '@fleet-auditor/audit/ports/discovery.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { globMatches } from '@fleet-auditor/model/selector.ts'
import { serverOf, type ContextServer } from './context-server.ts'
import { readKubeconfig, type Kubeconfig, type KubeconfigContext } from './kubeconfig.ts'
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
          remedy: 'fix the context, or choose another with --context',
        })
      }
      return collected({ clusters, unseen }, now())
    },
  }
}

const clusterOf = (name: string, server: ContextServer, scope: ScopeOf<'kubeconfig'>): Cluster => ({
  id: `kubeconfig:${name}`,
  locator: server.locator,
  name,
  provider: scope.cloud ?? server.provider ?? 'kubeconfig',
  scope: scopeKey(scope),
  region: server.region || undefined,
  labels: {},
})

/**
 * The contexts that names or globs choose, in the file's order; without any, the current one.
 * Throws AuditorError `config` for a word that chooses nothing.
 */
function chooseContexts(kubeconfig: Kubeconfig, words: readonly string[]): KubeconfigContext[] {
  if (kubeconfig.contexts.size === 0) throw unchosen(kubeconfig, 'has no contexts', 'let kubectl or the cloud add one')
  const chosen = new Set(
    (words.length > 0 ? words : [currentOf(kubeconfig)]).flatMap((word) => named(kubeconfig, word)),
  )
  return [...kubeconfig.contexts.values()].filter(({ name }) => chosen.has(name))
}

function currentOf(kubeconfig: Kubeconfig): string {
  if (kubeconfig.current !== undefined) return kubeconfig.current
  throw unchosen(kubeconfig, 'has no current context', 'name one with --context, or kubectl config use-context <name>')
}

function named(kubeconfig: Kubeconfig, word: string): string[] {
  // A name that is there is meant as a name, even where it has a `*` in it or differs from another only by case.
  if (kubeconfig.contexts.has(word)) return [word]
  const names = [...kubeconfig.contexts.keys()]
  const matching = names.filter((name) => globMatches(word, name))
  if (matching.length > 0) return matching
  const meant = nearest(word, names)
  const remedy = meant === undefined ? 'kubectl config get-contexts lists them' : `did you mean "${meant}"?`
  throw unchosen(kubeconfig, `has no context "${word}"`, remedy)
}

const unchosen = ({ place }: Kubeconfig, words: string, remedy: string): AuditorError =>
  new AuditorError('config', `the kubeconfig ${place} ${words}`, { place, remedy })
