import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { presenceOf } from '@fleet-auditor/model/presence.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../../checks/check-case.ts'
import { collectFrom } from './collect-from.ts'
import { relabelled } from './relabelled.ts'

const open = { exposure: { type: 'LoadBalancer', ingress: [{ ip: '52.31.7.9' }] } } as const
const kompose = { 'io.kompose.service': 'meshery' }
const overridden = { 'app.kubernetes.io/name': 'mesh-manager', 'helm.sh/chart': 'meshery-v1.0.64' }
/** Of a Server that is open, holds every right, and has a moving tag and no resources. */
const bare = {
  'exposed-server-service': ['fail'],
  'wildcard-role': ['fail'],
  'unpinned-image': ['fail'],
  'missing-resources': ['fail'],
  'missing-node-watch': ['pass'],
}

/** The Service, too, selects by the labels that the pods have. */
const selecting = (objects: readonly KubernetesObject[], selector: Readonly<Record<string, string>>) =>
  objects.map((object) => {
    const spec = object['spec']
    return object.kind === 'Service' && typeof spec === 'object' ? { ...object, spec: { ...spec, selector } } : object
  })
const serverLabelled = (labels: Readonly<Record<string, string>>) =>
  selecting(relabelled(serverOnly(open), 'meshery', { labels, podLabels: labels }), labels)

const cases: readonly [name: string, objects: readonly KubernetesObject[], expected: Record<string, string[]>][] = [
  ['the project’s own plain manifests (meshery issue 1569)', serverLabelled(kompose), bare],
  ['a chart with nameOverride', serverLabelled(overridden), bare],
  [
    'MeshSync pinned to 1.0.0 under Operator 1.0.5 (meshery-operator issue 821)',
    modernInstall({ meshSync: { image: 'meshery/meshsync:1.0.0' } }),
    { 'version-skew': ['fail'] },
  ],
  [
    'a Broker of nats:alpine, which moves with every release of NATS',
    modernInstall({ server: false, broker: { images: { nats: 'nats:alpine', reloader: 'natsio/reloader:0.23.0' } } }),
    { 'unpinned-image': ['fail', 'pass'], 'missing-broker': ['pass'] },
  ],
]

describe('an install that somebody reported is judged as what it is:', () => {
  it.each(cases)('%s', async (_, objects, expected) => {
    const { sections } = await collectFrom({ objects })
    const whole = { ...sections, cloud: failed('undeclared', 'no cloud was asked') }
    expect(presenceOf(whole).presence).toBe('found')
    const verdicts = evaluateCluster(clusterChecks, whole, contextOf(), { overrides: [] })
    const words = (id: string) => verdicts.filter(({ check }) => check === id).map(({ verdict }) => verdict)
    const found = Object.fromEntries(Object.keys(expected).map((id) => [id, [...new Set(words(id))].toSorted()]))
    expect(found).toEqual(expected)
  })
})
