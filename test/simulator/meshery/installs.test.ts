import { listAt, textAt, valueAt } from '@fleet-auditor/simulator/kubernetes/json-reader.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { healthyInstall, legacyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { lazyNodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { internalLoadBalancer, publicLoadBalancer } from '@fleet-auditor/simulator/meshery/service.ts'
import { describe, expect, it } from 'vitest'
import { ask, json } from '../ask.ts'
import { startCluster } from '../cluster.ts'

const find = (objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name === name)

const imagesOf = (objects: readonly KubernetesObject[]): readonly string[] =>
  objects
    .filter((object) => object.kind === 'Deployment' || object.kind === 'StatefulSet')
    .flatMap((object) =>
      listAt(object, 'spec', 'template', 'spec', 'containers').map((container) => textAt(container, 'image')),
    )

describe('installs', () => {
  it.each([
    ['modern', modernInstall(), ['meshery', 'meshery-operator', 'meshery-nats', 'meshery-meshsync']],
    ['legacy', legacyInstall(), ['meshery', 'meshery-operator', 'meshery-broker', 'meshery-meshsync']],
    ['server only', serverOnly(), ['meshery']],
    ['no server', modernInstall({ server: false }), ['meshery-operator', 'meshery-nats', 'meshery-meshsync']],
  ])('%s has its workloads, each with its pods', (_name, objects, names) => {
    const workloads = objects.filter((object) => object.kind === 'Deployment' || object.kind === 'StatefulSet')
    expect(workloads.map((workload) => workload.metadata.name)).toEqual(names)
    expect(objects.filter((object) => object.kind === 'Pod')).toHaveLength(names.length)
  })

  it.each([
    ['chart default', modernInstall(), { internal: '10.100.77.30:4222' }],
    [
      'public',
      modernInstall({ broker: { exposure: publicLoadBalancer('gke', '203.0.113.9') } }),
      { internal: '10.100.77.30:4222', external: '203.0.113.9:4222' },
    ],
    [
      'pending',
      modernInstall({ broker: { exposure: { type: 'LoadBalancer', ingress: [] } } }),
      { internal: '10.100.77.30:4222' },
    ],
    [
      'node port',
      modernInstall({ broker: { exposure: { type: 'NodePort', nodePort: 30_422 } } }),
      { internal: '10.100.77.30:4222', external: '10.100.0.1:30422' },
    ],
    ['legacy pending', legacyInstall(), { internal: '10.100.88.40:4222', external: 'localhost:31422' }],
  ])('the Broker advertises what its operator would: %s', (_name, objects, endpoint) => {
    expect(valueAt(find(objects, 'Broker', 'meshery-broker'), 'status', 'endpoint')).toEqual(endpoint)
  })

  it('pins every image of the healthy install by digest', () => {
    for (const image of imagesOf(healthyInstall())) expect(image).toMatch(/:[\w.-]+@sha256:[0-9a-f]{64}$/)
  })

  it('annotates an internal load balancer for its cloud', () => {
    const objects = healthyInstall(internalLoadBalancer('aks', '10.1.2.3'))
    const annotations = find(objects, 'Service', 'meshery-nats')?.metadata.annotations
    expect(annotations).toMatchObject({ 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' })
  })

  it.each([
    ['healthy', healthyInstall(), [true, true, false]],
    ['modern', modernInstall(), [false, false, true]],
    ['legacy', legacyInstall(), [true, true, true]],
  ])('%s: who may list and watch nodes', async (_name, objects, expected) => {
    const cluster = await startCluster(objects)
    const may = async (verb: string, account: string): Promise<unknown> => {
      const spec = { user: `system:serviceaccount:meshery:${account}`, resourceAttributes: { verb, resource: 'nodes' } }
      const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
      return valueAt(json(await ask(cluster, path, { token: 'admin', body: { spec } })), 'status', 'allowed')
    }
    const operator = [await may('list', 'meshery-operator'), await may('watch', 'meshery-operator')]
    expect([...operator, await may('watch', 'meshery-server')]).toEqual(expected)
    await cluster.close()
  })

  it('gives nodes a real size without keeping them', () => {
    const nodes = lazyNodes('eks', 5000)
    expect(nodes.names).toHaveLength(5000)
    expect([...nodes.names]).toEqual([...nodes.names].sort())
    const size = JSON.stringify(nodes.at(4999)).length
    expect(size).toBeGreaterThan(8000)
    expect(size).toBeLessThan(15_000)
  })
})
