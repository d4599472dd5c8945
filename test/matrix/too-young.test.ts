import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace } from './audit-place.ts'
import { auditedAt } from './audited.ts'
import { changed, ofObject, withStatus } from './changed-objects.ts'
import { places } from './places.ts'
import { wordOf } from './table.ts'

const minutesAgo = (minutes: number): string => new Date(Date.parse(auditedAt) - minutes * 60_000).toISOString()
const plane = { name: 'central', hosting: 'docker', portForward: false, manages: [{}] } as const
const pending = { type: 'LoadBalancer', ingress: [] } as const

/** The condition that the Deployment controller sets when its pods are gone. */
const unavailableFor = (minutes: number) =>
  ofObject(
    'Deployment',
    'meshery-operator',
    withStatus({
      readyReplicas: undefined,
      availableReplicas: undefined,
      unavailableReplicas: 1,
      conditions: [
        {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          lastTransitionTime: minutesAgo(minutes),
        },
      ],
    }),
  )

const down = (minutes: number): readonly KubernetesObject[] =>
  changed(
    modernInstall({ server: false, operator: { ready: 0, pods: { since: minutesAgo(minutes) } } }),
    unavailableFor(minutes),
  )

/** The Broker's Service without an address; all its objects are months old but what is changed. */
const waiting = (minutes: number): readonly KubernetesObject[] =>
  changed(
    modernInstall({ server: false, broker: { exposure: pending } }),
    ofObject('Service', 'meshery-nats', (service) => ({
      ...service,
      metadata: { ...service.metadata, creationTimestamp: minutesAgo(minutes) },
    })),
  )

/** A Service of months ago that somebody made a load balancer. */
const retyped = (minutes: number): readonly KubernetesObject[] =>
  changed(
    modernInstall({ server: false, broker: { exposure: pending } }),
    ofObject('Service', 'meshery-nats', (service) => ({
      ...service,
      metadata: {
        ...service.metadata,
        managedFields: [
          {
            manager: 'meshery-operator',
            operation: 'Apply',
            time: minutesAgo(minutes),
            fieldsV1: { 'f:spec': { 'f:type': {} } },
          },
        ],
      },
    })),
  )

describe('a state that is too young is unknown, judged by its own age', () => {
  let api: Awaited<ReturnType<typeof openPlace>>
  beforeAll(async () => {
    api = await openPlace(places.EKS)
  })
  afterAll(() => api.close())

  it.each<[check: string, state: string, objects: readonly KubernetesObject[], word: string]>([
    ['unready-component', 'a component of months ago that is down for two minutes', down(2), '? too-young'],
    ['unready-component', 'the same for eleven minutes', down(11), 'high'],
    ['pending-broker-endpoint', 'a load balancer that was made two minutes ago', waiting(2), '? too-young'],
    ['pending-broker-endpoint', 'the same, made eleven minutes ago', waiting(11), 'high'],
    ['pending-broker-endpoint', 'a ClusterIP that became a load balancer two minutes ago', retyped(2), '? too-young'],
    ['pending-broker-endpoint', 'the same, eleven minutes ago', retyped(11), 'high'],
  ])('%s: %s', async (id, _, objects, word) => {
    const world = { place: places.EKS, plane: { ...plane, manages: [{}] }, token: true }
    const { verdicts } = await api.audit([...places.EKS.objects, ...objects], world)
    expect(wordOf(verdicts.filter(({ check }) => check === id))).toBe(word)
  })
})
