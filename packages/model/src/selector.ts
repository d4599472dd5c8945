import type { Cluster } from './cluster.ts'
import type { Selector } from './selector-shape.ts'

/** `*` matches any run of characters; everything else matches itself, without regard to case. */
export function globMatches(glob: string, text: string): boolean {
  const parts = glob.toLowerCase().split('*')
  const word = text.toLowerCase()
  if (parts.length === 1) return word === parts[0]
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (!word.startsWith(first) || !word.endsWith(last) || word.length < first.length + last.length) return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const at = word.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= word.length - last.length
}

const anyMatches = (globs: readonly string[] | undefined, ...texts: readonly string[]): boolean =>
  globs === undefined || globs.some((glob) => texts.some((text) => globMatches(glob, text)))

export function selects(selector: Selector, cluster: Omit<Cluster, 'cloud'>): boolean {
  if (!anyMatches(selector.cluster, cluster.id, cluster.name, cluster.locator)) return false
  if (selector.provider && !selector.provider.includes(cluster.provider)) return false
  if (!anyMatches(selector.region, cluster.region ?? '')) return false
  if (!anyMatches(selector.scope, cluster.scope)) return false
  return Object.entries(selector.labels ?? {}).every(([key, value]) => cluster.labels[key] === value)
}
