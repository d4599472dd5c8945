import { describe, expect, it } from 'vitest'
import { leastRules } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { sectionRights } from '@fleet-auditor/audit/access/section-rights.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'

describe('the least role', () => {
  it('never holds a Secret, a wildcard or a writing verb', () => {
    for (const { verbs, resources, apiGroups } of Object.values(sectionRights).flat()) {
      expect(resources).not.toContain('secrets')
      expect([...verbs, ...resources, ...apiGroups]).not.toContain('*')
      const writing = verbs.filter((verb) => !['get', 'list', 'watch'].includes(verb))
      expect(writing).toEqual(resources.includes('subjectaccessreviews') ? ['create'] : [])
    }
  })

  it('shrinks with the checks', () => {
    const unpinned = clusterChecks.filter((check) => check.id === 'unpinned-image')
    expect(leastRules(unpinned)).toEqual([
      { apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['list'] },
    ])
    expect(leastRules(clusterChecks).length).toBeGreaterThan(leastRules(unpinned).length)
  })
})
