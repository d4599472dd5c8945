import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { globMatches } from '@fleet-auditor/model/selector.ts'
import type { Kubeconfig, KubeconfigContext } from './kubeconfig.ts'

/**
 * The contexts that names or globs choose, in the file's order; without any, the current one.
 * Throws AuditorError `config` for a word that chooses nothing.
 */
export function chooseContexts(kubeconfig: Kubeconfig, words: readonly string[]): KubeconfigContext[] {
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
