import { presenceOf, type Presence } from '@fleet-auditor/model/presence.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { sectionsOf, type SectionEdits } from '../checks/check-case.ts'
import { adapter, brokerResource, meshSyncResource, server } from '../checks/meshery-objects.ts'

const unread = failed('forbidden', 'no right')
const lease = (name: string) => ({ namespace: 'meshery', name, live: false })
const group = { apiGroups: ['apps/v1', 'meshery.io/v1alpha2', 'meshery.io/v1alpha1'] }

describe('whether Meshery is in a cluster:', () => {
  it.each<[name: string, edits: SectionEdits, presence: Presence, traces: string[]]>([
    ['a Server', { workloads: [server] }, 'found', []],
    ['an adapter by itself', { workloads: [adapter] }, 'found', []],
    ['a Server where nothing else could be read', { workloads: [server], apiGroups: unread }, 'found', []],
    ['its API groups alone', group, 'traces', ['API group meshery.io']],
    ['an API group of old', { apiGroups: ['meshery.layer5.io/v1alpha1'] }, 'traces', ['API group meshery.layer5.io']],
    [
      'its API groups, whose objects may not be listed',
      { ...group, brokers: unread },
      'traces',
      ['API group meshery.io'],
    ],
    ['a Broker resource', { brokers: [brokerResource()] }, 'traces', ['Broker meshery/meshery-broker']],
    ['a MeshSync resource', { meshSyncs: [meshSyncResource()] }, 'traces', ['MeshSync meshery/meshery-meshsync']],
    [
      'a lease of its Operator',
      { leases: [lease('meshery-operator-leader.meshery.io')] },
      'traces',
      ['Lease meshery/meshery-operator-leader.meshery.io'],
    ],
    ['a lease of something else', { leases: [lease('kube-controller-manager')] }, 'none', []],
    ['an API group whose name only ends alike', { apiGroups: ['notmeshery.io/v1'] }, 'none', []],
    ['nothing of it', {}, 'none', []],
    ['workloads that may not be listed', { workloads: unread, ...group }, 'unreadable', []],
    ['no workload, and API groups that could not be read', { apiGroups: unread }, 'unreadable', []],
    ['no workload, and leases that could not be read', { leases: unread }, 'unreadable', []],
  ])('%s', (_, edits, presence, traces) => {
    const found = presenceOf(sectionsOf(edits))
    expect([found.presence, found.traces]).toEqual([presence, traces])
    expect(found.failure !== undefined).toBe(presence === 'unreadable')
  })
})
