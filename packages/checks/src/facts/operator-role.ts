import type { Binding } from '@fleet-auditor/model/rights.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'

/** A right beyond what a Meshery component needs. */
export interface Excess {
  readonly what: string
  readonly severity: Extract<Severity, 'high' | 'low' | 'info'>
}

/** The groups and resources that the modern operator's role names (chart 1.0.5), with its leader election. */
const operatorResources: ReadonlyMap<string, readonly string[]> = new Map([
  ['', ['configmaps', 'secrets', 'services', 'events']],
  ['apps', ['deployments', 'statefulsets']],
  ['authentication.k8s.io', ['tokenreviews']],
  ['authorization.k8s.io', ['subjectaccessreviews']],
  ['coordination.k8s.io', ['leases']],
  [
    'meshery.io',
    ['brokers', 'brokers/finalizers', 'brokers/status', 'meshsyncs', 'meshsyncs/finalizers', 'meshsyncs/status'],
  ],
])

/** The newest version whose role was read. */
const newestKnown = [1, 0, 5] as const

const reading = ['get', 'list', 'watch']

/**
 * Writing rights of a modern operator beyond its chart's role; reading more is what MeshSync, its tenant, needs. A version
 * newer than the role that was read, or one that is not known, may need them: info.
 */
export function beyondOperator({ rules }: Binding, version: string | undefined): Excess[] {
  const severity = isKnown(version) ? 'high' : 'info'
  const beyond: Excess[] = []
  for (const { verbs, apiGroups, resources } of rules) {
    const writes = verbs.filter((verb) => !reading.includes(verb) && verb !== '*')
    if (writes.length === 0) continue
    for (const group of apiGroups) {
      for (const resource of resources) {
        if (resource === '*' || operatorResources.get(group)?.includes(resource)) continue
        beyond.push({ what: `${writes.join(', ')} on ${resource}${group ? `.${group}` : ''}`, severity })
      }
    }
  }
  return beyond
}

/** Whether its role is the one above, by `x.y.z`. */
function isKnown(version: string | undefined): boolean {
  const parts = /^v?(\d+)\.(\d+)\.(\d+)$/
    .exec(version ?? '')
    ?.slice(1)
    .map(Number)
  if (!parts) return false
  const differing = newestKnown.findIndex((known, index) => known !== parts[index])
  return differing < 0 || (parts[differing] ?? 0) < (newestKnown[differing] ?? 0)
}
