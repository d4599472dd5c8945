import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { matches } from '@fleet-auditor/model/selector.ts'
import type { Kubeconfig, KubeconfigContext } from './kubeconfig.ts'

/**
 * The contexts that names or globs choose, in the file's order; without any, the current one. What a word behind a `!`
 * names is left out; such words alone choose all others. Throws AuditorError `config` for a word that names nothing.
 */
export function chooseContexts(kubeconfig: Kubeconfig, words: readonly string[]): KubeconfigContext[] {
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
