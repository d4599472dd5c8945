import type { Candidate } from '@fleet-auditor/adapters/kubernetes/projections/candidate.ts'
import { recognise } from '@fleet-auditor/adapters/kubernetes/projections/recognition.ts'
import { describe, expect, it } from 'vitest'

const container = (name: string, image: string, more: Partial<Candidate['containers'][number]> = {}) => ({
  name,
  image,
  env: [],
  ports: [],
  ...more,
})
const deployment = (labels: Record<string, string>, ...containers: Candidate['containers']): Candidate => ({
  kind: 'Deployment',
  name: 'any',
  labels,
  podLabels: {},
  containers,
})
const chart = (name: string) => ({ 'app.kubernetes.io/name': name })
const app = (component: string) => ({ app: 'meshery', component })
const nats = (instance: string, name = instance): Candidate => ({
  kind: 'StatefulSet',
  name,
  labels: { ...chart('nats'), 'app.kubernetes.io/instance': instance },
  podLabels: {},
  containers: [container('nats', 'nats:2.14.2-alpine')],
})
const operator = 'meshery/meshery-operator'

describe('the recognition of Meshery workloads', () => {
  it.each<[name: string, candidate: Candidate, expected: string]>([
    ['the Server', deployment(chart('meshery'), container('meshery', 'meshery/meshery:stable-latest')), 'server'],
    ['an adapter', deployment(chart('meshery-istio'), container('meshery-istio', 'mirror/istio-adapter:1')), 'adapter'],
    [
      'the modern Operator',
      deployment(chart('meshery-operator'), container('manager', `${operator}:1.0.5`)),
      'operator modern',
    ],
    [
      'the legacy Operator with a moving tag',
      deployment(
        chart('meshery-operator'),
        container('manager', `${operator}:stable-latest`),
        container('kube-rbac-proxy', 'registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.16.0'),
      ),
      'operator legacy',
    ],
    [
      'the legacy Operator under another container name',
      deployment(
        app('operator'),
        container('operator', 'registry:5000/mesh-op@sha256:bb'),
        container('proxy', 'registry:5000/kube-rbac-proxy@sha256:aa'),
      ),
      'operator legacy',
    ],
    [
      'the kustomize Operator',
      deployment(app('operator'), container('manager', `${operator}:v1.0.3`)),
      'operator modern',
    ],
    [
      'an old Operator without its proxy, from a registry with a port',
      deployment(app('operator'), container('manager', `registry:5000/${operator}:0.8.11@sha256:aa`)),
      'operator legacy',
    ],
    [
      'the modern MeshSync',
      deployment(app('meshsync'), container('meshsync', 'meshery/meshsync:1.0.3', { env: [{ name: 'NATS_TOKEN' }] })),
      'meshsync modern',
    ],
    [
      'the legacy MeshSync',
      deployment(
        app('meshsync'),
        container('meshsync', 'meshery/meshsync:stable-latest', { ports: [{ hostPort: 11_000 }] }),
      ),
      'meshsync legacy',
    ],
    [
      'a MeshSync without a sign of its generation',
      deployment(app('meshsync'), container('meshsync', 'meshery/meshsync')),
      'meshsync',
    ],
    ['the modern Broker', nats('meshery-nats'), 'broker modern'],
    ['the legacy Broker', { ...nats('x'), labels: app('broker') }, 'broker legacy'],
    [
      'a Server of plain manifests',
      deployment({ app: 'meshery' }, container('m', 'layer5/meshery:edge-latest')),
      'server',
    ],
    ['a foreign NATS', nats('orders'), 'none'],
    [
      'a foreign Deployment labelled app=meshery',
      deployment({ app: 'meshery' }, container('m', 'acme/shop:1.0.0')),
      'none',
    ],
    ['a foreign component of app=meshery', deployment(app('docs'), container('m', 'nginx')), 'none'],
  ])('knows %s', (_, candidate, expected) => {
    const found = recognise(candidate)
    expect(found ? [found.component, found.generation].filter(Boolean).join(' ') : 'none').toBe(expected)
  })
})
