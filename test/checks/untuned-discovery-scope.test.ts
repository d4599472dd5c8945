import { untunedDiscoveryScope } from '@fleet-auditor/checks/catalog/untuned-discovery-scope.ts'
import type { MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { testCheck } from './check-case.ts'
import type { SectionEdits } from './check-case.ts'
import { meshSyncResource, operatorMode } from './meshery-objects.ts'

const whitelist = (...names: string[]) => JSON.stringify(names.map((Resource) => ({ Resource, Events: ['ADDED'] })))
const cluster = (count: number, watchList: MeshSyncResource['watchList'] = {}): SectionEdits => ({
  workloads: operatorMode,
  meshSyncs: [meshSyncResource({ watchList })],
  nodes: { count, notReady: 0, external: { count: 0, addresses: [] } },
})

testCheck(untunedDiscoveryScope, [
  {
    name: '100 nodes and the default',
    sections: cluster(100),
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: '100 nodes, and 21 types are watched (MeshSync meshery/meshery-meshsync spec.watch-list, which parses to nothing)',
      },
    ],
  },
  { name: '99 nodes', sections: cluster(99), expect: [{ verdict: 'not-applicable' }] },
  {
    name: '5,000 nodes and a whitelist of three types',
    sections: cluster(5000, { whitelist: whitelist('namespaces.v1.', 'services.v1.', 'deployments.v1.apps') }),
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
