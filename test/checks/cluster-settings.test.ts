import { clusterSettings } from '@fleet-auditor/checks/facts/fleet/cluster-settings.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { expect, it } from 'vitest'
import { service } from './broker-cluster.ts'
import { sectionsOf } from './check-case.ts'
import { container, meshSyncResource, operatorMode, server, workload } from './meshery-objects.ts'

it('a cluster in operator mode comes down to few words', () => {
  const sections = sectionsOf({
    workloads: operatorMode,
    services: [service({ type: 'LoadBalancer' })],
    meshSyncs: [meshSyncResource()],
  })
  expect(clusterSettings(sections)).toEqual({
    kubernetes: '1.34',
    discovery: 'operator',
    server: '1.0.64',
    serverReplicas: '1',
    serverMemory: '1Gi',
    provider: 'unset',
    operator: '1.0.5',
    meshSync: '1.0.3',
    meshSyncReplicas: '1',
    watchList: expect.stringMatching(/^21 types \([0-9a-f]{8}\)$/),
    broker: '2.14.2',
    brokerReplicas: '1',
    brokerService: 'LoadBalancer',
  })
})

it('another watch-list of as many types is another one', () => {
  const listOf = (...names: string[]) => {
    const whitelist = JSON.stringify(names.map((Resource) => ({ Resource, Events: ['ADDED'] })))
    return clusterSettings(
      sectionsOf({ workloads: operatorMode, meshSyncs: [meshSyncResource({ watchList: { whitelist } })] }),
    )
  }
  expect(listOf('pods.v1.', 'nodes.v1.')).toEqual(listOf('nodes.v1.', 'pods.v1.'))
  expect(listOf('pods.v1.', 'nodes.v1.')?.watchList).not.toBe(listOf('pods.v1.', 'services.v1.')?.watchList)
})

it('a tag without a version is the value itself, and a long one is cut', () => {
  const tagged = (tag: string) =>
    clusterSettings(
      sectionsOf({
        workloads: [workload({ ...server, containers: [container({ image: `meshery/meshery:${tag}` })] })],
      }),
    )
  expect(tagged('stable-latest')?.server).toBe('stable-latest')
  expect(tagged('x'.repeat(128))?.server).toHaveLength(60)
})

it('what could not be read is left out; without workloads there is nothing to compare', () => {
  expect(clusterSettings(sectionsOf({ workloads: [server], apiServer: failed('timeout', 'late') }))).not.toHaveProperty(
    'kubernetes',
  )
  expect(clusterSettings(sectionsOf({ workloads: failed('forbidden', 'no workloads') }))).toBeUndefined()
})
