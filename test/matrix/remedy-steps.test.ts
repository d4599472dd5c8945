import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { legacyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { allow } from '@fleet-auditor/simulator/meshery/rbac.ts'
import {
  defaultWhitelist,
  discoveryRules,
  tunedWhitelist,
  whitelistText,
} from '@fleet-auditor/simulator/meshery/watch-list.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace } from './audit-place.ts'
import { changed, pinned, withResources } from './changed-objects.ts'
import { places } from './places.ts'
import { wordOf } from './table.ts'
import { weight } from './weight.ts'

type ModernOptions = NonNullable<Parameters<typeof modernInstall>[0]>

const { plain, internal } = places.EKS
const inside: WrittenPlane = { name: 'central', hosting: 'kubernetes', manages: [{}] }
const dialling: WrittenPlane = { name: 'central', hosting: 'docker', portForward: false, manages: [{}] }

/** What one check's remedy leads to: the state before it, and the one after it alone. */
interface Step {
  readonly check: string
  readonly name: string
  readonly plane?: WrittenPlane
  readonly legacy?: true
  readonly before: readonly KubernetesObject[]
  readonly after: readonly KubernetesObject[]
}

const asInstalled: ModernOptions = { server: { exposure: plain } }
const modern = (edits: ModernOptions): readonly KubernetesObject[] => modernInstall({ ...asInstalled, ...edits })
const broker = (exposure: typeof plain | { readonly type: 'ClusterIP' }): readonly KubernetesObject[] =>
  modernInstall({ server: false, broker: { exposure } })

const nodeWatch = allow('', ['nodes'], ['list', 'watch'])
const withoutSecrets = { watchList: { whitelist: whitelistText(tunedWhitelist) } }
const tuned = { meshSync: withoutSecrets, discovery: discoveryRules(tunedWhitelist) }
const modest = [allow('', ['namespaces', 'pods', 'services'], ['get', 'list'])]

const steps: readonly Step[] = [
  {
    check: 'public-broker',
    name: 'an internal load balancer',
    plane: dialling,
    before: broker(plain),
    after: broker(internal),
  },
  {
    check: 'public-broker',
    name: 'a ClusterIP, beside a Server in the cluster',
    before: modern({ broker: { exposure: plain } }),
    after: modern({}),
  },
  {
    check: 'exposed-broker-monitoring',
    name: 'an internal load balancer',
    plane: dialling,
    before: broker(plain),
    after: broker(internal),
  },
  {
    check: 'unreachable-broker',
    name: 'an internal load balancer that the plane reaches',
    plane: dialling,
    before: broker({ type: 'ClusterIP' }),
    after: broker(internal),
  },
  {
    check: 'missing-node-watch',
    name: 'list and watch of nodes',
    before: modern({}),
    after: modern({ discovery: [nodeWatch] }),
  },
  {
    check: 'discovery-permission-gap',
    name: 'rights on every type that is watched',
    before: modern({}),
    after: modern({ discovery: discoveryRules(defaultWhitelist) }),
  },
  {
    check: 'discovery-permission-gap',
    name: 'rights on a watch-list without Secrets',
    before: modern({}),
    after: modern(tuned),
  },
  {
    check: 'secrets-in-discovery',
    name: 'a watch-list without Secrets',
    before: modern({}),
    after: modern({ meshSync: withoutSecrets }),
  },
  {
    check: 'secrets-in-discovery',
    name: 'redaction by an embedded Server',
    before: serverOnly({ exposure: plain }),
    after: serverOnly({
      image: 'meshery/meshery:stable-v1.0.67',
      exposure: plain,
      env: { MESHSYNC_REDACT_SECRETS: 'true' },
    }),
  },
  {
    check: 'wildcard-role',
    name: 'the rights that an embedded Server discovers by',
    before: serverOnly({ exposure: plain }),
    after: serverOnly({ exposure: plain, rules: discoveryRules(defaultWhitelist) }),
  },
  {
    check: 'wildcard-role',
    name: 'a narrow role of a Server in operator mode',
    before: modern({}),
    after: modern({ server: { exposure: plain, rules: modest } }),
  },
  {
    check: 'exposed-server-service',
    name: 'a ClusterIP',
    before: modern({}),
    after: modern({ server: { exposure: { type: 'ClusterIP' } } }),
  },
  {
    check: 'missing-resources',
    name: 'requests and limits',
    before: modern({}),
    after: changed(modern({}), withResources),
  },
  { check: 'unpinned-image', name: 'digests', before: modern({}), after: changed(modern({}), pinned) },
  { check: 'scaled-broker', name: 'one server', before: modern({ broker: { size: 3 } }), after: modern({}) },
  {
    check: 'unready-component',
    name: 'a ready Operator',
    before: modern({ operator: { ready: 0 } }),
    after: modern({}),
  },
  { check: 'missing-operator', name: 'the Operator', before: modern({ operator: false }), after: modern({}) },
  { check: 'missing-broker', name: 'the Broker', before: modern({ broker: false }), after: modern({}) },
  {
    check: 'missing-meshsync',
    name: 'MeshSync',
    before: modern({ meshSync: false }),
    after: modern(tuned),
  },
  {
    check: 'unauthenticated-broker',
    name: 'the upgrade of a legacy operator',
    legacy: true,
    before: legacyInstall({ exposure: plain, server: { exposure: plain } }),
    after: modern(tuned),
  },
  {
    check: 'pending-broker-endpoint',
    name: 'an address',
    plane: dialling,
    before: broker({ type: 'LoadBalancer', ingress: [] }),
    after: broker(internal),
  },
  {
    check: 'dead-nodeport-endpoint',
    name: 'a load balancer in place of the NodePort',
    plane: dialling,
    before: modernInstall({ server: false, broker: { exposure: { type: 'NodePort', nodePort: 31_422 } } }),
    after: broker(internal),
  },
]

describe('following one remedy fails no other check worse', () => {
  let api: Awaited<ReturnType<typeof openPlace>>
  beforeAll(async () => {
    api = await openPlace(places.EKS)
  })
  afterAll(() => api.close())

  it.each(steps)('$check: $name', async ({ check: id, plane = inside, legacy, before, after }) => {
    const world = (token: boolean) => ({ place: places.EKS, plane, token })
    const { verdicts: then } = await api.audit([...places.EKS.objects, ...before], world(legacy !== true))
    const { verdicts: now } = await api.audit([...places.EKS.objects, ...after], world(true))
    const words = (verdicts: readonly Verdict[], of: string) => wordOf(verdicts.filter(({ check }) => check === of))
    expect(weight(words(then, id)), `${id} before: ${words(then, id)}`).toBeGreaterThan(1)
    expect(weight(words(now, id)), `${id} after it: ${words(now, id)}`).toBe(0)
    const worse = clusterChecks
      .map((check) => check.id)
      .filter((other) => weight(words(now, other)) > weight(words(then, other)))
      .map((other) => `${other}: ${words(then, other)} becomes ${words(now, other)}`)
    expect(worse).toEqual([])
  })
})
