import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { namespace } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { renamed, routeObjects } from '../adapters/kubernetes/route-objects.ts'
import { contextOf, sectionsOf } from '../checks/check-case.ts'
import { auditorAccess, collectFrom, everyRight } from '../contract/opened-api.ts'
import { describeWith } from './available.ts'
import { startEtcd, type Etcd } from './etcd.ts'
import { openReal } from './opened-kube-api.ts'

const to = { namespace: 'meshery', service: 'meshery-nats' }
const ways = routeObjects.map(({ object }, index) => renamed(object(to), index))

/** A definition under the real group, version and plural, with a schema that takes anything. */
function definition(apiVersion: string, kind: string, plural: string): KubernetesObject {
  const [group = '', name = ''] = apiVersion.split('/')
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // Groups of Kubernetes itself need a word of approval.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
    },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name, served: true, storage: true, schema }],
    },
  }
}

const gateways = definition('gateway.networking.k8s.io/v1', 'Gateway', 'gateways')
const definitions = [
  gateways,
  ...routeObjects
    .filter(({ group }) => group !== '' && group !== 'networking.k8s.io')
    .map(({ kind, resource, object }) => definition(object(to).apiVersion, kind, resource)),
]

const judged = async (objects: readonly KubernetesObject[], etcd: Etcd, rules = everyRight) => {
  const api = await openReal([...auditorAccess(rules), namespace('edge'), ...modernInstall(), ...objects], etcd)
  try {
    const { sections } = await collectFrom(api)
    const verdicts = evaluateCluster([publicBroker], { ...sectionsOf(), ...sections }, contextOf(), { overrides: [] })
    return { routes: sections.routes, verdicts: verdicts.map(({ verdict }) => verdict) }
  } finally {
    await api.close()
  }
}

describeWith(['kubernetes'], 'what leads to a Broker, on a real API server', () => {
  let etcd: Etcd
  beforeAll(async () => {
    etcd = await startEtcd()
  })
  afterAll(() => etcd?.close())

  it('every kind is found, with the rights of the printed role', async () => {
    const { routes, verdicts } = await judged([...definitions, ...ways], etcd)
    const found = routes.status === 'collected' && routes.value.asked ? routes.value.routes : []
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(routeObjects.map(({ kind }) => kind).toSorted())
    expect(verdicts).toEqual(['unknown', 'pass'])
  })

  it('none leads there: it passes, with every API served and with none', async () => {
    expect((await judged(definitions, etcd)).verdicts).toEqual(['pass', 'pass'])
    expect((await judged([], etcd)).verdicts).toEqual(['pass', 'pass'])
  })

  it('a kind that may not be listed leaves it unknown', async () => {
    const rules = everyRight.filter(({ apiGroups }) => !apiGroups.includes('traefik.io'))
    const { routes, verdicts } = await judged(definitions, etcd, rules)
    expect(routes).toMatchObject({ status: 'failed', cause: 'forbidden', grant: { group: 'traefik.io' } })
    expect(verdicts).toEqual(['unknown', 'unknown'])
  })
})
