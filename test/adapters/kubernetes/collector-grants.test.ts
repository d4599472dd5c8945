import type { Grant } from '@fleet-auditor/model/section.ts'
import { auditorRules } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import type { RoleRule } from '@fleet-auditor/simulator/meshery/rbac.ts'
import { describe, expect, it } from 'vitest'
import { collectFrom, failuresOf } from './collect-from.ts'

/** All that an auditor may do, less one resource. */
const without = (group: string, resource: string): readonly RoleRule[] =>
  auditorRules.map((rule) =>
    rule.apiGroups?.includes(group)
      ? { ...rule, resources: rule.resources?.filter((one) => one !== resource) ?? [] }
      : rule,
  )

const needWorkloads = [
  'workloads',
  'pods',
  'services',
  'leases',
  'limitRanges',
  'crdJobs',
  'brokerClients',
  'routes',
  'rights',
  'reviews',
]
const extensions = 'apiextensions.k8s.io'
const rbac = 'rbac.authorization.k8s.io'

const cases = [
  { group: '', resource: 'namespaces', verb: 'get', failing: ['kubeSystem'] },
  { group: '', resource: 'nodes', verb: 'list', failing: ['nodes'] },
  { group: '', resource: 'pods', verb: 'list', failing: ['pods'], namespace: 'meshery' },
  { group: '', resource: 'services', verb: 'list', failing: ['services', 'routes'], namespace: 'meshery' },
  { group: '', resource: 'limitranges', verb: 'list', failing: ['limitRanges'], namespace: 'meshery' },
  { group: 'batch', resource: 'jobs', verb: 'list', failing: ['crdJobs'], namespace: 'meshery' },
  { group: extensions, resource: 'customresourcedefinitions', verb: 'get', failing: ['definitions'] },
  { group: 'apps', resource: 'deployments', verb: 'list', failing: needWorkloads },
  { group: 'apps', resource: 'statefulsets', verb: 'list', failing: needWorkloads },
  { group: 'apps', resource: 'daemonsets', verb: 'list', failing: ['routes'] },
  { group: '', resource: 'configmaps', verb: 'list', failing: ['routes'] },
  { group: 'networking.k8s.io', resource: 'ingresses', verb: 'list', failing: ['routes'], namespace: 'meshery' },
  { group: 'coordination.k8s.io', resource: 'leases', verb: 'list', failing: ['leases'], namespace: 'meshery' },
  { group: rbac, resource: 'clusterrolebindings', verb: 'list', failing: ['rights'] },
  { group: rbac, resource: 'rolebindings', verb: 'list', failing: ['rights'] },
  { group: rbac, resource: 'clusterroles', verb: 'get', failing: ['rights'] },
  { group: rbac, resource: 'roles', verb: 'get', failing: ['rights'], namespace: 'meshery' },
  { group: 'meshery.io', resource: 'brokers', verb: 'list', failing: ['brokers'] },
  { group: 'meshery.io', resource: 'meshsyncs', verb: 'list', failing: ['meshSyncs'] },
  { group: 'authorization.k8s.io', resource: 'subjectaccessreviews', verb: 'create', failing: ['reviews'] },
]

describe('a collection without the right to', () => {
  it.each(cases)('$verb $resource', async ({ group, resource, verb, failing, namespace }) => {
    const { sections } = await collectFrom({ objects: modernInstall(), rules: without(group, resource) })
    expect(failuresOf(sections)).toEqual(Object.fromEntries(failing.map((name) => [name, 'forbidden'])))
    const grant: Grant = { kind: 'kubernetes', verbs: [verb], group, resource, ...(namespace ? { namespace } : {}) }
    for (const section of Object.values(sections)) if (section.status === 'failed') expect(section.grant).toEqual(grant)
  })

  it('read anything is still a connection', async () => {
    const { sections } = await collectFrom({ objects: modernInstall(), rules: [] })
    expect(sections.connection.status).toBe('collected')
    expect(failuresOf(sections)).toMatchObject({ nodes: 'forbidden', workloads: 'forbidden', reviews: 'forbidden' })
  })
})
