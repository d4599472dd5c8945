import { compareVersions, type Version } from '@fleet-auditor/model/image-reference.ts'
import type { PolicyRule } from '@fleet-auditor/model/policy-rule.ts'
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

/** The newest version whose role was read. A newer one, or one that is not known, may need more. */
const newestKnown: Version = [1, 0, 5]

export const isKnownRole = (version: Version | undefined): boolean =>
  version !== undefined && compareVersions(version, newestKnown) <= 0

const reading = ['get', 'list', 'watch']

/**
 * What some rules write beyond the modern operator's role, each resource once with all its verbs; reading more is what
 * MeshSync, its tenant, needs. `named`: rights that are named already, as `create on pods`.
 */
export function beyondOperator(rules: readonly PolicyRule[], named: ReadonlySet<string>): string[] {
  const verbsOf = new Map<string, Set<string>>()
  for (const { verbs, apiGroups, resources } of rules) {
    const writes = verbs.filter((verb) => !reading.includes(verb) && verb !== '*')
    for (const group of apiGroups) {
      for (const resource of resources) {
        if (resource === '*' || operatorResources.get(group)?.includes(resource)) continue
        const target = `${resource}${group ? `.${group}` : ''}`
        const verbsHere = verbsOf.get(target) ?? new Set()
        for (const verb of writes) if (!named.has(`${verb} on ${target}`)) verbsHere.add(verb)
        if (verbsHere.size > 0) verbsOf.set(target, verbsHere)
      }
    }
  }
  return [...verbsOf].map(([target, verbs]) => `${[...verbs].join(', ')} on ${target}`)
}
