import { isMatch } from 'matcher'
import { accountOf } from './cluster-id.ts'
import type { Cluster } from './cluster.ts'
import { ownEntry } from './own-entry.ts'
import type { Selector } from './selector-shape.ts'

interface Matching {
  readonly caseSensitive?: boolean
}

/**
 * Whether patterns choose what goes by any of these words: one without `!` must match (where there is one), and none
 * behind a `!` may, whichever of the words it is, in whatever order they stand. `*` is any run of characters.
 */
export function matches(patterns: readonly string[], words: readonly string[], matching: Matching = {}): boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'))
  const refused = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  if (matchesOne(refused, words, matching)) return false
  return wanted.length === 0 || matchesOne(wanted, words, matching)
}

/** A word is meant as it is, even where it has a `*` or a `\` of its own. */
const matchesOne = (patterns: readonly string[], words: readonly string[], matching: Matching): boolean =>
  words.some((word) => patterns.includes(word)) || isMatch(words, patterns, matching)

export function selects(selector: Selector, cluster: Omit<Cluster, 'cloud'>): boolean {
  const { id, name, locator, provider, region = '', scope, labels } = cluster
  const matched = (patterns: readonly string[] | undefined, ...words: readonly string[]): boolean =>
    patterns === undefined || matches(patterns, words)
  return (
    matched(selector.cluster, id, name, locator) &&
    matched(selector.name, name) &&
    matched(selector.provider, provider) &&
    matched(selector.account, accountOf(id) ?? '') &&
    matched(selector.region, region) &&
    matched(selector.scope, scope) &&
    Object.entries(selector.labels ?? {}).every(([key, patterns]) => labelled(patterns, ownEntry(labels, key)))
  )
}

/** The values of a cloud's tags are case-sensitive. A label that is not there has no value: only patterns with `!` match. */
const labelled = (patterns: readonly string[], value: string | undefined): boolean =>
  matches(patterns, value === undefined ? [] : [value], { caseSensitive: true })
