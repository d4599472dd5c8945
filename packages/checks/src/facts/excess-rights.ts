import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import type { PolicyRule } from '@fleet-auditor/model/policy-rule.ts'
import type { Binding } from '@fleet-auditor/model/rights.ts'

/** Verbs by which a subject can give itself any right (RBAC's own safeguards). */
const escalating = ['escalate', 'bind', 'impersonate']

/** What a binding gives beyond what any Meshery component needs, in words; empty when nothing. */
export function excessOf(binding: Binding): string[] {
  const excess: string[] = []
  if (binding.role.kind === 'ClusterRole' && binding.role.name === 'cluster-admin') excess.push('cluster-admin')
  for (const rule of binding.rules) {
    if (rule.resources.length === 0) continue // a nonResourceURL rule reaches no object
    if (rule.verbs.includes('*')) excess.push(`every verb on ${targetOf(rule)}`)
    if (rule.resources.includes('*')) excess.push(`${rule.verbs.join(', ')} on every resource of ${groupsOf(rule)}`)
    for (const verb of escalating) if (rule.verbs.includes(verb)) excess.push(`${verb} on ${targetOf(rule)}`)
  }
  return [...new Set(excess)]
}

const targetOf = (rule: PolicyRule): string =>
  rule.resources.includes('*') ? 'every resource' : rule.resources.join(', ')

const groupsOf = (rule: PolicyRule): string =>
  rule.apiGroups.includes('*') ? 'every group' : rule.apiGroups.map((group) => group || 'the core group').join(', ')

/** The groups and resources that the modern operator's role names (chart 1.0.5), with its leader election. */
const operatorResources: Readonly<Record<string, readonly string[]>> = {
  '': ['configmaps', 'secrets', 'services', 'events'],
  apps: ['deployments', 'statefulsets'],
  'authentication.k8s.io': ['tokenreviews'],
  'authorization.k8s.io': ['subjectaccessreviews'],
  'coordination.k8s.io': ['leases'],
  'meshery.io': [
    'brokers',
    'brokers/finalizers',
    'brokers/status',
    'meshsyncs',
    'meshsyncs/finalizers',
    'meshsyncs/status',
  ],
}

const reading = ['get', 'list', 'watch']

/** Writing rights of a modern operator beyond its own role. Reading more is what MeshSync, its tenant, needs. */
export function beyondOperator(binding: Binding): string[] {
  const beyond: string[] = []
  for (const rule of binding.rules) {
    const writes = rule.verbs.filter((verb) => !reading.includes(verb) && verb !== '*')
    if (writes.length === 0) continue
    for (const group of rule.apiGroups) {
      for (const resource of rule.resources) {
        if (resource === '*' || ownEntry(operatorResources, group)?.includes(resource)) continue
        beyond.push(`${writes.join(', ')} on ${group === '' ? resource : `${resource}.${group}`}`)
      }
    }
  }
  return beyond
}

/** Whether a binding reads or writes Secrets in every namespace. */
export const reachesSecrets = (binding: Binding): boolean =>
  binding.kind === 'ClusterRoleBinding' &&
  binding.rules.some(
    (rule) => rule.apiGroups.includes('') && rule.resources.includes('secrets') && rule.resourceNames.length === 0,
  )
