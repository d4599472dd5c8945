import { z } from 'zod'
import { operatorLease } from './operator-lease.ts'
import type { Failed, Section } from './section.ts'
import type { Sections } from './snapshot.ts'

/**
 * What one look at a cluster shows of Meshery. `traces`: no workload of it, though something of it is there (API groups,
 * custom resources, leases of the Operator). `unreadable`: what would show it could not be read.
 */
export const Presence = z.enum(['found', 'traces', 'none', 'unreadable'])
export type Presence = z.infer<typeof Presence>

/** As people read it. */
export const presenceWords: Readonly<Record<Presence, string>> = {
  found: 'Meshery found',
  traces: 'traces only',
  none: 'none found',
  unreadable: 'not readable',
}

/** The same in a column that is headed Meshery. */
export const presenceShort: Readonly<Record<Presence, string>> = { ...presenceWords, found: 'found' }

interface PresenceFacts {
  readonly presence: Presence
  /** What there is of it where no workload is. */
  readonly traces: readonly string[]
  /** Why it is not readable. */
  readonly failure?: Failed
}

/** Whether Meshery is in a cluster, by what was read of it. Pure: stored snapshots are judged the same. */
export function presenceOf({ workloads, apiGroups, brokers, meshSyncs, leases }: Sections): PresenceFacts {
  if (workloads.status === 'failed') return { presence: 'unreadable', traces: [], failure: workloads }
  if (workloads.value.length > 0) return { presence: 'found', traces: [] }
  const traces = [
    ...new Set(read(apiGroups).flatMap((version) => (isMesherys(version) ? `API group ${groupOf(version)}` : []))),
    ...read(brokers).map(({ namespace, name }) => `Broker ${namespace}/${name}`),
    ...read(meshSyncs).map(({ namespace, name }) => `MeshSync ${namespace}/${name}`),
    ...read(leases).flatMap(({ namespace, name }) => (operatorLease.test(name) ? `Lease ${namespace}/${name}` : [])),
  ]
  if (traces.length > 0) return { presence: 'traces', traces }
  // Nothing was seen: that is an answer only where all that would show it was read.
  const failure = [apiGroups, brokers, meshSyncs, leases].find((section) => section.status === 'failed')
  return failure ? { presence: 'unreadable', traces, failure } : { presence: 'none', traces }
}

const read = <T>(section: Section<readonly T[]>): readonly T[] => (section.status === 'failed' ? [] : section.value)

const groupOf = (groupVersion: string): string => groupVersion.slice(0, groupVersion.lastIndexOf('/'))

/** A group of Meshery’s custom resources, of today or of operators up to 0.8.1. */
export const isMesherys = (group: string): boolean => /(^|\.)meshery(\.layer5)?\.io(\/|$)/.test(group)
