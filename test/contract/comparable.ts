import type { Collection } from '@fleet-auditor/audit/ports/collector.ts'
import type { OpenedApi } from './opened-api.ts'

type Sections = Collection['sections']

/** Times, and what an API server assigns by itself: UIDs, ClusterIPs, its own address, the groups it is built with. */
const assigned = new Set(['createdAt', 'typeSetAt', 'clusterIP', 'uid'])

/** Sections without what two servers with the same objects must print differently. */
export function comparable(sections: Sections, api: OpenedApi): unknown {
  const entries = Object.entries(sections).map(([name, section]) => {
    if (section.status === 'failed') return [name, { ...section, detail: withoutPlace(section.detail, api) }]
    return [name, name === 'apiGroups' ? mesherysOf(sections.apiGroups) : withoutAssigned(section.value, api)]
  })
  return Object.fromEntries(entries)
}

const withoutPlace = (text: string, { url }: OpenedApi): string => text.replaceAll(new URL(url).host, '<api>')

function withoutAssigned(value: unknown, api: OpenedApi): unknown {
  if (typeof value === 'string') return withoutPlace(value, api)
  if (Array.isArray(value)) return value.map((item) => withoutAssigned(item, api))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      assigned.has(key) && inner !== 'None' ? '<assigned>' : withoutAssigned(inner, api),
    ]),
  )
}

const mesherysOf = (groups: Sections['apiGroups']): readonly string[] =>
  groups.status === 'failed' ? [] : groups.value.filter((group) => group.startsWith('meshery.'))
