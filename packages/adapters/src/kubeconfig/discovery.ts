import type { Discovery } from '@fleet-auditor/audit/ports/discovery.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterId } from '@fleet-auditor/model/cluster-id.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { matches } from '@fleet-auditor/model/selector.ts'
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
      const kubeconfig = await readKubeconfig(scope.file, options)
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
  id: clusterId({ from: 'kubeconfig', name, server: server.locator }),
  locator: server.locator,
  name,
  provider: scope.cloud ?? server.provider ?? 'kubeconfig',
  scope: scopeKey(scope),
  region: server.region || undefined,
  labels: {},
})

/**
 * The contexts that names or globs choose, in the file's order; without any, the current one. What a word behind a `!`
 * names is left out; such words alone choose all others. Throws AuditorError `config` for a word that names nothing.
 */
function chooseContexts(kubeconfig: Kubeconfig, words: readonly string[]): KubeconfigContext[] {
  if (kubeconfig.contexts.size === 0) throw unchosen(kubeconfig, 'has no contexts', 'let kubectl or the cloud add one')
  const refused = words.filter((word) => isRefusal(kubeconfig, word))
  const wanted = words.filter((word) => !isRefusal(kubeconfig, word))
  const without = new Set(refused.flatMap((word) => named(kubeconfig, word.slice(1))))
  const chosen = new Set(
    (words.length > 0 ? wanted : [currentOf(kubeconfig)]).flatMap((word) => named(kubeconfig, word)),
  )
  const isChosen = (name: string): boolean => (refused.length > 0 && wanted.length === 0) || chosen.has(name)
  return [...kubeconfig.contexts.values()].filter(({ name }) => isChosen(name) && !without.has(name))
}

const isRefusal = ({ contexts }: Kubeconfig, word: string): boolean => word.startsWith('!') && !contexts.has(word)

function currentOf(kubeconfig: Kubeconfig): string {
  if (kubeconfig.current !== undefined) return kubeconfig.current
  throw unchosen(kubeconfig, 'has no current context', 'name one with --context, or kubectl config use-context <name>')
}

function named(kubeconfig: Kubeconfig, word: string): string[] {
  // A name that is there is meant as a name, even where it has a `*` in it or differs from another only by case.
  if (kubeconfig.contexts.has(word)) return [word]
  const names = [...kubeconfig.contexts.keys()]
  const matching = names.filter((name) => matches([word], [name]))
  if (matching.length > 0) return matching
  const meant = nearest(word, names)
  const remedy = meant === undefined ? 'kubectl config get-contexts lists them' : `did you mean "${meant}"?`
  throw unchosen(kubeconfig, `has no context "${word}"`, remedy)
}

const unchosen = ({ place }: Kubeconfig, words: string, remedy: string): AuditorError =>
  new AuditorError('config', `the kubeconfig ${place} ${words}`, { place, remedy })
