import { recordAt } from '@fleet-auditor/simulator/kubernetes/json-reader.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { deployment } from '@fleet-auditor/simulator/meshery/workload.ts'
import { changed, labelled, ofObject, withSpec } from '../changed-objects.ts'
import { plainManifests } from '../other-installers.ts'
import { places } from '../places.ts'
import { inside, type PublicCase } from './public-case.ts'

const { plain } = places.EKS
const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]

/** An adapter of the same manifests. */
const istio = deployment({
  metadata: { name: 'meshery-istio', namespace: 'meshery', labels: { 'io.kompose.service': 'meshery-istio' } },
  selector: { 'io.kompose.service': 'meshery-istio' },
  pod: { serviceAccountName: 'meshery-server' },
  containers: [
    { name: 'meshery-istio', image: 'meshery/meshery-istio:stable-latest', ports: [{ containerPort: 10_000 }] },
  ],
})

const override = { 'app.kubernetes.io/name': 'service-mesh-manager', 'app.kubernetes.io/instance': 'meshery' }

const chart = { ...override, 'helm.sh/chart': 'meshery-v1.0.64', 'app.kubernetes.io/managed-by': 'Helm' }

/** A pod that no node takes. */
const unschedulable = (pod: KubernetesObject): KubernetesObject => ({
  ...pod,
  spec: { ...recordAt(pod, 'spec'), nodeName: undefined },
  status: {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: gpu}.',
        lastTransitionTime: '2026-11-19T10:00:00Z',
      },
    ],
  },
})

export const recognisedCases: readonly PublicCase[] = [
  {
    name: '01: the Server and an adapter from the project’s plain manifests, with labels of kompose alone',
    source: 'meshery/meshery#1569; meshery/meshery#18362',
    place: places.EKS,
    plane: inside,
    objects: [...nodes('eks', 3), ...plainManifests({ exposure: plain, rules: everything }), istio],
    expect: {
      'exposed-server-service': ['fail'],
      'wildcard-role': ['fail'],
      'unpinned-image': ['fail'],
      'missing-resources': ['fail'],
      'missing-node-watch': ['pass'],
    },
  },
  {
    name: '18: an Operator that no node takes',
    source: 'meshery/meshery#7717',
    place: places.EKS,
    objects: [
      ...nodes('eks', 3),
      ...changed(modernInstall({ server: false, broker: false, meshSync: false, operator: { ready: 0 } }), (object) =>
        object.kind === 'Pod' ? unschedulable(object) : object,
      ),
    ],
    expect: { 'unready-component': ['fail'] },
    names: { 'unready-component': /untolerated taint/ },
  },
  {
    name: '33: the Server’s chart under another nameOverride',
    source: 'meshery/meshery, chart meshery, _helpers.tpl',
    place: places.EKS,
    plane: inside,
    objects: [
      ...nodes('eks', 3),
      ...changed(
        serverOnly({ exposure: plain }),
        ofObject('Deployment', 'meshery', labelled(chart, override)),
        ofObject('Service', 'meshery', withSpec({ selector: override })),
        (object) =>
          object.kind === 'Pod' ? { ...object, metadata: { ...object.metadata, labels: override } } : object,
      ),
    ],
    expect: { 'exposed-server-service': ['fail'], 'wildcard-role': ['fail'], 'unpinned-image': ['fail'] },
  },
  {
    name: '36: MeshSync 1.0.0 under operator 1.0.5, whose nats:// address it does not understand',
    source: 'meshery/meshery-operator#821',
    place: places.EKS,
    plane: inside,
    objects: [...nodes('eks', 3), ...modernInstall({ meshSync: { image: 'meshery/meshsync:1.0.0' } })],
    expect: { 'version-skew': ['fail'] },
  },
]
